package dev.movex.server;

import dev.movex.springboot.Role;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads roles out of the claims of a token. */
final class JwtRoles {
    private JwtRoles() {}

    static Set<Role> of(Map<String, Object> claims, Authentication.Jwt how) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        List<String> named = names(claim(claims, how.claim()));
        how.names().forEach((role, names) -> {
            if (named.stream().anyMatch(names::contains)) {
                roles.add(role);
            }
        });
        return roles;
    }

    /** A claim whose own name has dots comes before a path. */
    private static @Nullable Object claim(Map<String, Object> claims, String path) {
        if (claims.containsKey(path)) {
            return claims.get(path);
        }
        Object at = claims;
        for (String part : path.split("\\.", -1)) {
            if (!(at instanceof Map<?, ?> map)) {
                return null;
            }
            at = map.get(part);
        }
        return at;
    }

    private static List<String> names(@Nullable Object claim) {
        if (claim instanceof Collection<?> several) {
            return several.stream().map(String::valueOf).toList();
        }
        return claim == null ? List.of() : List.of(claim.toString().split("[ ,]+"));
    }
}
