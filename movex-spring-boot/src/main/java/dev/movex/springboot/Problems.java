package dev.movex.springboot;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpStatus;

/** Writes a refusal or failure as a problem of RFC 9457. */
final class Problems {
    static final String MEDIA_TYPE = "application/problem+json";
    private static final String TYPE = "urn:movex:problem:";

    private Problems() {}

    /** Returns the members of the problem: the standard ones, code, remedy, errors, and what else the reply tells. */
    static Map<String, Object> of(Reply reply, String path) {
        Map<String, Object> told = new LinkedHashMap<>();
        if (reply.data() instanceof Map<?, ?> data) {
            data.forEach((key, value) -> told.put(String.valueOf(key), value));
        }
        String code = String.valueOf(told.getOrDefault("error", "HTTP_" + reply.status()));
        String remedy = String.valueOf(told.getOrDefault("remedy", remedy(reply.status())));
        String what = reply.msg().endsWith(" " + remedy)
                ? reply.msg().substring(0, reply.msg().length() - remedy.length() - 1)
                : reply.msg();
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", TYPE + code.toLowerCase(Locale.ROOT).replace('_', '-'));
        problem.put("title", title(reply.status()));
        problem.put("status", reply.status());
        problem.put("detail", what);
        problem.put("instance", path);
        problem.put("code", code);
        problem.put("remedy", remedy);
        problem.put("errors", List.of(new Fault(path, what, remedy)));
        told.remove("error");
        problem.putAll(told);
        return problem;
    }

    private static String title(int status) {
        HttpStatus known = HttpStatus.resolve(status);
        return known == null ? "Status " + status : known.getReasonPhrase();
    }

    private static String remedy(int status) {
        return status >= 500 ? "Look at the log of the server, then try again." : "Mend the call; nothing has changed.";
    }
}
