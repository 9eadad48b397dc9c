package dev.movex.core.control.explore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers the different parts that worlds are made of, so that a world is a few numbers. */
final class Parts<T> {
    private final Map<T, Integer> numbers = new HashMap<>();
    private final List<T> parts = new ArrayList<>();

    int number(T part) {
        Integer known = numbers.get(part);
        if (known != null) {
            return known;
        }
        numbers.put(part, parts.size());
        parts.add(part);
        return parts.size() - 1;
    }

    T part(int number) {
        return parts.get(number);
    }
}
