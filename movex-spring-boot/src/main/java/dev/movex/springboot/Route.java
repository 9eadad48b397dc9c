package dev.movex.springboot;

import org.springframework.http.HttpMethod;

/**
 * One request that is understood.
 *
 * @param method its method
 * @param path its path after the prefix
 * @param handler what answers it
 */
record Route(HttpMethod method, String path, Handler handler) {
    /** Answers a call. Throws what {@link Refusals} turns into an answer. */
    @FunctionalInterface
    interface Handler {
        Reply handle(Call call) throws Exception;
    }

    static Route get(String path, Handler handler) {
        return new Route(HttpMethod.GET, path, handler);
    }

    static Route post(String path, Handler handler) {
        return new Route(HttpMethod.POST, path, handler);
    }

    /** HEAD asks for what GET would say. */
    boolean takes(HttpMethod asked) {
        return asked.equals(method) || asked.equals(HttpMethod.HEAD) && method.equals(HttpMethod.GET);
    }
}
