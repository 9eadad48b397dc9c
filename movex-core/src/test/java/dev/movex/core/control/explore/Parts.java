package dev.movex.core.control.explore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Numbers the different parts that worlds are made of, so that a world is a few numbers. */
final class Parts<T> {
    private final Map<T, Integer> numbers = new HashMap<>();
    /** Most of a world stays as it was, and is the very object that was given out. */
    private final Map<T, Integer> same = new IdentityHashMap<>();

    private final List<T> parts = new ArrayList<>();

    int number(T part) {
        Integer known = same.get(part);
        if (known == null) {
            known = numbers.get(part);
        }
        if (known != null) {
            return known;
        }
        int number = parts.size();
        numbers.put(part, number);
        same.put(part, number);
        parts.add(part);
        return number;
    }

    T part(int number) {
        return parts.get(number);
    }
}
