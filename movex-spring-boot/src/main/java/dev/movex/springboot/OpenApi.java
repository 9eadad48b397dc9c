package dev.movex.springboot;

import dev.movex.scheduler.DryRun;
import dev.movex.springboot.RouteDoc.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes the OpenAPI document out of the very table that requests are answered by, so that no route can be missing from
 * it.
 */
final class OpenApi {
    private static final Map<Integer, String> REFUSALS = Map.of(
            400, "The call does not bind.",
            401, "Nobody knows who calls.",
            403, "The caller may not do that.",
            404, "There is no such thing.",
            409, "Not in the present state.",
            412, "The epoch is another one.",
            422, "The idempotency key was used for another request.",
            428, "If-Match is missing.",
            429, "Too many calls.",
            503, "A database does not answer.");

    private final Schemas schemas = new Schemas();
    private final Map<String, Map<String, Object>> paths = new LinkedHashMap<>();

    private OpenApi() {}

    /**
     * Returns the document.
     *
     * @param plain the prefixes of routes that answer plainly, and these
     * @param enveloped the prefix of the routes that answer in the envelope, and these
     */
    static Map<String, Object> document(List<Mounted> plain, Mounted enveloped) {
        OpenApi api = new OpenApi();
        for (Mounted mounted : plain) {
            mounted.routes().forEach(route -> api.add(mounted.prefix(), route, api.plain(route)));
        }
        for (Route route : enveloped.routes()) {
            api.add(enveloped.prefix(), route, api.enveloped());
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.1.0");
        document.put(
                "info",
                Map.of(
                        "title", "Movex",
                        "version", "1",
                        "description", "Steers migrations of tables between two databases."));
        document.put("paths", api.paths);
        document.put("components", api.components());
        document.put("security", List.of(Map.of("token", List.of()), Map.of("basic", List.of()), Map.of()));
        return document;
    }

    /** Routes and where they are. */
    record Mounted(String prefix, List<Route> routes) {}

    private Map<String, Object> components() {
        Map<String, Object> components = new LinkedHashMap<>();
        Map<String, Object> all = new LinkedHashMap<>(schemas.named());
        all.put("Problem", problem());
        components.put("schemas", all);
        components.put(
                "securitySchemes",
                Map.of(
                        "token", Map.of("type", "http", "scheme", "bearer"),
                        "basic", Map.of("type", "http", "scheme", "basic")));
        return components;
    }

    private void add(String prefix, Route route, Map<String, Object> responses) {
        RouteDoc doc = route.doc();
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("operationId", operationId(prefix, route));
        operation.put("summary", doc.summary());
        operation.put("x-role", route.role().wire());
        operation.put("parameters", parameters(route));
        if (doc.body() != null) {
            operation.put(
                    "requestBody",
                    Map.of("required", true, "content", content("application/json", schemas.of(doc.body()))));
        }
        operation.put("responses", responses);
        paths.computeIfAbsent(prefix + route.path(), path -> new LinkedHashMap<>())
                .put(route.method().name().toLowerCase(Locale.ROOT), operation);
    }

    private static String operationId(String prefix, Route route) {
        return (route.method().name().toLowerCase(Locale.ROOT) + prefix + route.path())
                .replaceAll("[^A-Za-z0-9]+", "_")
                .replaceAll("_$", "");
    }

    private static List<Map<String, Object>> parameters(Route route) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (String name : route.template().names()) {
            all.add(parameter(new Parameter(name, "path", true, "")));
        }
        for (Parameter parameter : route.doc().parameters()) {
            all.add(parameter(parameter));
        }
        if (route.doc().paged()) {
            all.add(parameter(new Parameter("limit", "query", false, "How many at most, 1 to 500; 50 if left out.")));
            all.add(parameter(new Parameter("cursor", "query", false, "Where to go on: 'next' of the page before.")));
        }
        return all;
    }

    private static Map<String, Object> parameter(Parameter parameter) {
        return Map.of(
                "name", parameter.name(),
                "in", parameter.in(),
                "required", parameter.needed(),
                "description", parameter.says(),
                "schema", Map.of("type", "string"));
    }

    private Map<String, Object> plain(Route route) {
        RouteDoc doc = route.doc();
        Map<String, Object> responses = new LinkedHashMap<>();
        responses.put(Integer.toString(doc.status()), Map.of("description", doc.summary(), "content", answer(doc)));
        List<Integer> refusals = new ArrayList<>(doc.refusals());
        if (route.changes()) {
            refusals.add(400);
            responses.put("200", Map.of("description", doc.summary(), "content", orDryRun(doc)));
        }
        refusals.addAll(List.of(401, 403, 429));
        refusals.stream()
                .distinct()
                .sorted()
                .forEach(status -> responses.put(
                        Integer.toString(status),
                        Map.of(
                                "description",
                                REFUSALS.getOrDefault(status, ""),
                                "content",
                                content(Problems.MEDIA_TYPE, Map.of("$ref", "#/components/schemas/Problem")))));
        return responses;
    }

    private Map<String, Object> orDryRun(RouteDoc doc) {
        Map<String, Object> dryRun = schemas.of(DryRun.class);
        return content(
                "application/json",
                doc.status() == 200 && doc.answer() != null
                        ? Map.of("anyOf", List.of(schemas.of(doc.answer()), dryRun))
                        : dryRun);
    }

    private Map<String, Object> answer(RouteDoc doc) {
        if (doc.answer() == EventStream.class) {
            return content("text/event-stream", Map.of("type", "string"));
        }
        if (doc.answer() == PlainText.class) {
            return content("text/plain", Map.of("type", "string"));
        }
        if (doc.answer() == null) {
            return content("application/json", Map.of("type", "object"));
        }
        return content("application/json", doc.paged() ? schemas.pageOf(doc.answer()) : schemas.of(doc.answer()));
    }

    private Map<String, Object> enveloped() {
        return Map.of(
                "default",
                Map.of(
                        "description",
                        "The envelope.",
                        "content",
                        content("application/json", schemas.of(Envelope.class))));
    }

    private static Map<String, Object> content(String type, Map<String, Object> schema) {
        return Map.of(type, Map.of("schema", schema));
    }

    private Map<String, Object> problem() {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (String name : List.of("type", "title", "detail", "instance", "code", "remedy")) {
            properties.put(name, Map.of("type", "string"));
        }
        properties.put("status", Map.of("type", "integer"));
        properties.put(
                "errors",
                Map.of(
                        "type",
                        "array",
                        "items",
                        Map.of("type", "object", "required", List.of("where", "what", "remedy"))));
        return Map.of("type", "object", "properties", properties, "required", List.copyOf(properties.keySet()));
    }
}
