package dev.movex.core.dialect;

import static java.util.stream.Collectors.joining;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The labels of a SET as PostgreSQL writes an array of texts: each once, in the order of their bytes. */
final class MySqlLabels {
    /** What is not of this form keeps a sign that is no label, so that it is refused. */
    static final String VALUE = "TRIM(LEADING '{' FROM TRIM(TRAILING '}' FROM REPLACE(?, '\"', '')))";

    private MySqlLabels() {}

    /** Returns the text of a value, given as an expression; the server numbers labels as they are declared. */
    static String text(String value, List<String> labels) {
        String present = IntStream.range(0, labels.size())
                .boxed()
                .sorted(Comparator.comparing(i -> bytes(labels.get(i)), Arrays::compareUnsigned))
                .map(i -> "IF((" + value + " & " + Long.toUnsignedString(1L << i) + ") <> 0, "
                        + MySqlForms.string(quoted(labels.get(i))) + ", NULL)")
                .collect(joining(", "));
        return "IF(" + value + " IS NULL, NULL, CONCAT('{', CONCAT_WS(',', " + present + "), '}'))";
    }

    private static String quoted(String label) {
        return '"' + label + '"';
    }

    private static byte[] bytes(String label) {
        return quoted(label).getBytes(StandardCharsets.UTF_8);
    }
}
