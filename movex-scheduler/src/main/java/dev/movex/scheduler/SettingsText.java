package dev.movex.scheduler;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@link Settings} from texts, as configuration files have them: {@code clean-windows: 10}, {@code soak: 1h}. */
public final class SettingsText {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,12})(ms|s|m|h|d)");

    private SettingsText() {}

    /** Returns the names of all settings, as configuration has them. */
    public static List<String> names() {
        return List.copyOf(texts(Settings.defaults()).keySet());
    }

    /** Returns the settings as texts, by name. */
    public static Map<String, String> texts(Settings settings) {
        Map<String, String> texts = new LinkedHashMap<>();
        write(settings, "", texts);
        return texts;
    }

    /** What belongs together has names that begin alike. */
    private static void write(Record record, String prefix, Map<String, String> to) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = value(record, component);
            if (value instanceof Record part) {
                if (!(part instanceof Automation)) {
                    write(part, prefix + name(component) + "-", to);
                }
            } else {
                to.put(prefix + name(component), text(value));
            }
        }
    }

    /**
     * Returns the settings with some of them replaced.
     *
     * @param texts the new ones by name; a name that is not known is left out
     * @param problems takes a sentence for each text that can't be read
     */
    public static Settings read(Settings base, Map<String, String> texts, List<String> problems) {
        return read(base, "", texts, problems);
    }

    private static <R extends Record> R read(R base, String prefix, Map<String, String> texts, List<String> problems) {
        List<Object> values = new ArrayList<>();
        List<Class<?>> types = new ArrayList<>();
        for (RecordComponent component : base.getClass().getRecordComponents()) {
            Object usual = value(base, component);
            String name = prefix + name(component);
            String text = texts.get(name);
            if (usual instanceof Record part) {
                values.add(part instanceof Automation ? part : read(part, name + "-", texts, problems));
            } else {
                values.add(text == null ? usual : parsed(name, text, usual, problems));
            }
            types.add(component.getType());
        }
        try {
            @SuppressWarnings("unchecked")
            Constructor<R> constructor =
                    (Constructor<R>) base.getClass().getDeclaredConstructor(types.toArray(Class[]::new));
            return constructor.newInstance(values.toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object parsed(String name, String text, Object usual, List<String> problems) {
        String form;
        if (usual instanceof Duration) {
            Matcher duration = DURATION.matcher(text);
            if (duration.matches()) {
                return duration(Long.parseLong(duration.group(1)), duration.group(2));
            }
            form = "a time such as 500ms, 30s, 5m, 24h";
        } else if (usual instanceof Boolean) {
            if (text.equals("true") || text.equals("false")) {
                return Boolean.valueOf(text);
            }
            form = "true or false";
        } else {
            if (text.matches("[0-9]{1,9}")) {
                return usual instanceof Integer ? (Object) Integer.valueOf(text) : (Object) Long.valueOf(text);
            }
            form = "a whole number from 0 to 999999999";
        }
        problems.add("'" + name + "' is not " + form + ".");
        return usual;
    }

    private static Duration duration(long number, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    private static String text(Object value) {
        if (!(value instanceof Duration duration)) {
            return String.valueOf(value);
        }
        long millis = duration.toMillis();
        if (millis % 3_600_000 == 0 && millis > 0) {
            return millis / 3_600_000 + "h";
        }
        if (millis % 60_000 == 0 && millis > 0) {
            return millis / 60_000 + "m";
        }
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }

    private static Object value(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String name(RecordComponent component) {
        return component.getName().replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
