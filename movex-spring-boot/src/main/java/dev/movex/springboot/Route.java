package dev.movex.springboot;

import static dev.movex.springboot.RouteDoc.Parameter.DRY_RUN;

import dev.movex.scheduler.DryRun;
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

    /** Tells what a call would do if it were no dry run. Changes nothing. */
    @FunctionalInterface
    interface Asked {
        DryRun ask(Call call) throws Exception;
    }

    static Route get(String path, Handler handler) {
        return get(path, RouteDoc.NONE, handler);
    }

    static Route post(String path, Handler handler, Asked dryRun) {
        return post(path, RouteDoc.NONE, handler, dryRun);
    }

    static Route get(String path, RouteDoc doc, Handler handler) {
        return new Route(HttpMethod.GET, new PathTemplate(path), Role.VIEWER, handler, doc);
    }

    /** What changes something can be asked without being done. */
    static Route post(String path, RouteDoc doc, Handler handler, Asked dryRun) {
        return changing(HttpMethod.POST, path, doc, handler, dryRun);
    }

    static Route delete(String path, RouteDoc doc, Handler handler, Asked dryRun) {
        return changing(HttpMethod.DELETE, path, doc, handler, dryRun);
    }

    private static Route changing(HttpMethod method, String path, RouteDoc doc, Handler handler, Asked dryRun) {
        Handler either =
                call -> call.dryRun() ? Reply.ok("Nothing was changed.", dryRun.ask(call)) : handler.handle(call);
        return new Route(method, new PathTemplate(path), Role.OPERATOR, either, doc.with(DRY_RUN));
    }

    /** Returns the route for admins alone. */
    Route admin() {
        return new Route(method, template, Role.ADMIN, handler, doc);
    }

    String path() {
        return template.text();
    }

    /** Returns whether it changes something; it can be asked without being done then. */
    boolean changes() {
        return !method.equals(HttpMethod.GET);
    }

    /** HEAD asks for what GET would say. */
    boolean takes(HttpMethod asked) {
        return asked.equals(method) || asked.equals(HttpMethod.HEAD) && method.equals(HttpMethod.GET);
    }
}
