package dev.movex.springboot;

import org.springframework.http.HttpMethod;

/**
 * One request that is understood.
 *
 * @param method its method
 * @param template its path after the prefix
 * @param role who may send it
 * @param handler what answers it
 * @param doc what the document of the API says of it
 */
record Route(HttpMethod method, PathTemplate template, Role role, Handler handler, RouteDoc doc) {
    /** Answers a call. Throws what {@link Refusals} turns into an answer. */
    @FunctionalInterface
    interface Handler {
        Reply handle(Call call) throws Exception;
    }

    static Route get(String path, Handler handler) {
        return get(path, RouteDoc.NONE, handler);
    }

    static Route post(String path, Handler handler) {
        return post(path, RouteDoc.NONE, handler);
    }

    static Route get(String path, RouteDoc doc, Handler handler) {
        return new Route(HttpMethod.GET, new PathTemplate(path), Role.VIEWER, handler, doc);
    }

    static Route post(String path, RouteDoc doc, Handler handler) {
        return new Route(HttpMethod.POST, new PathTemplate(path), Role.OPERATOR, handler, doc);
    }

    static Route delete(String path, RouteDoc doc, Handler handler) {
        return new Route(HttpMethod.DELETE, new PathTemplate(path), Role.OPERATOR, handler, doc);
    }

    /** Returns the route for admins alone. */
    Route admin() {
        return new Route(method, template, Role.ADMIN, handler, doc);
    }

    String path() {
        return template.text();
    }

    /** HEAD asks for what GET would say. */
    boolean takes(HttpMethod asked) {
        return asked.equals(method) || asked.equals(HttpMethod.HEAD) && method.equals(HttpMethod.GET);
    }
}
