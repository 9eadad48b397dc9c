package dev.movex.server;

import dev.movex.springboot.Role;
import io.github.bucket4j.Bucket;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what comes after it who calls. Whether they may is decided by each route's role. Whoever guesses is slowed down.
 */
final class CallerFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(CallerFilter.class);
    private static final int GUESSES = 10;
    private static final int ADDRESSES = 10_000;

    private final transient Authenticator authenticator;
    private final transient Map<String, Bucket> guesses = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > ADDRESSES;
        }
    };

    CallerFilter(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Bucket guessed = guesses(request.getRemoteAddr());
        if (guessed.getAvailableTokens() == 0) {
            response.setHeader("Retry-After", "10");
            response.sendError(429);
            return;
        }
        Authenticator.Found found = authenticator.find(request.getHeader("Authorization"));
        if (!found.why().isEmpty()) {
            guessed.tryConsume(1);
            LOG.warn("a caller at {} was not taken: {}", request.getRemoteAddr(), found.why());
        }
        HttpServletRequest told = found.caller()
                .<HttpServletRequest>map(c -> new Known(request, c))
                .orElse(request);
        chain.doFilter(told, response);
    }

    /** Ten wrong ones at once, then one a second. */
    private Bucket guesses(String address) {
        synchronized (guesses) {
            return guesses.computeIfAbsent(
                    address,
                    a -> Bucket.builder()
                            .addLimit(limit -> limit.capacity(GUESSES).refillGreedy(1, Duration.ofSeconds(1)))
                            .build());
        }
    }

    /** A request of somebody known. */
    private static final class Known extends HttpServletRequestWrapper {
        private final Authenticator.Caller caller;

        Known(HttpServletRequest request, Authenticator.Caller caller) {
            super(request);
            this.caller = caller;
        }

        @Override
        public Principal getUserPrincipal() {
            return caller::name;
        }

        @Override
        public @Nullable String getRemoteUser() {
            return caller.name();
        }

        @Override
        public boolean isUserInRole(String role) {
            return caller.roles().stream().map(Role::wire).anyMatch(role::equals);
        }
    }
}
