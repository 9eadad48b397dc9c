package dev.movex.springboot;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody's web application, with a page and an error page of its own, that something of Movex is put into. */
final class Application implements AutoCloseable {
    private final AnnotationConfigServletWebServerApplicationContext context =
            new AnnotationConfigServletWebServerApplicationContext();
    private final HttpClient client = HttpClient.newHttpClient();

    Application(Map<String, Object> settings, Consumer<AnnotationConfigServletWebServerApplicationContext> more) {
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("test", Map.of("server.port", 0, "server.shutdown", "immediate")));
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("settings", settings));
        context.register(Setup.class);
        more.accept(context);
        context.refresh();
    }

    /** The application's own beans. */
    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        TomcatServletWebServerAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class,
        MovexHttpAutoConfiguration.class
    })
    static class Setup {
        /** The application's own page. */
        @RestController
        static class Orders {
            @GetMapping("/orders")
            String orders() {
                return "orders";
            }

            @GetMapping("/orders/broken")
            String broken() {
                throw new IllegalStateException("broken");
            }
        }

        /** The application's own error page. */
        @RestControllerAdvice
        static class Errors {
            @ExceptionHandler(Exception.class)
            String error(Exception error) {
                return "the application's own error page";
            }
        }
    }

    /** What came back. */
    record Answer(int status, String body, HttpResponse<String> response) {
        JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }

        int code() {
            return json().get("code").intValue();
        }

        String msg() {
            return json().get("msg").stringValue();
        }

        JsonNode data() {
            return json().get("data");
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    AnnotationConfigServletWebServerApplicationContext context() {
        return context;
    }

    Answer get(String path) {
        return send("GET", path, "", Map.of());
    }

    Answer post(String path) {
        return send("POST", path, "", Map.of());
    }

    Answer post(String path, String json) {
        return send("POST", path, json, Map.of("Content-Type", "application/json"));
    }

    Answer send(String method, String path, String body, Map<String, String> headers) {
        int port = Objects.requireNonNull(context.getWebServer()).getPort();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body(), response);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
