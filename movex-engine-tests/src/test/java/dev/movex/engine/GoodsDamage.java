package dev.movex.engine;

import dev.movex.core.event.InconsistencyType;
import dev.movex.core.row.DirtyKey;
import dev.movex.testkit.database.Database;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Spoils cold rows of {@link Goods} in every way, each row in one way at most. */
final class GoodsDamage {
    /** The ways that spoil one row, as assignments. */
    private static final List<String> CHANGES = List.of(
            "n2 = n2 + 1",
            "n4 = -n4",
            "n8 = n8 + 1",
            "de = de + 0.000001",
            "f4 ulp",
            "f8 ulp",
            "bo = NOT bo",
            "te = 'other'",
            "te NULL for ''",
            "vc trailing",
            "ch = 'other'",
            "bl longer",
            "da day",
            "ts microsecond",
            "tz microsecond",
            "tm microsecond",
            "js number",
            "js null",
            "uu = 'ffffffff-ffff-4fff-8fff-ffffffffffff'",
            "code case");

    private final Database database;
    private final boolean postgres;
    private final List<Integer> rows;
    private final List<Integer> lines;
    private final List<String> texts = new ArrayList<>();
    private final Map<DirtyKey, InconsistencyType> planted = new LinkedHashMap<>();
    private int surplus;

    private GoodsDamage(Database database, boolean postgres, long seed) {
        this.database = database;
        this.postgres = postgres;
        Random random = new Random(seed);
        this.rows = shuffled(Goods.COLD, random);
        this.lines = shuffled(Goods.COLD_LINES, random);
    }

    private static List<Integer> shuffled(int upTo, Random random) {
        List<Integer> numbers =
                new ArrayList<>(IntStream.rangeClosed(1, upTo).boxed().toList());
        Collections.shuffle(numbers, random);
        return numbers;
    }

    /** Spoils so many rows of a database in one transaction; returns them with what a validation must say of each. */
    static Map<DirtyKey, InconsistencyType> plant(Database database, boolean postgres, int count, long seed)
            throws SQLException {
        GoodsDamage damage = new GoodsDamage(database, postgres, seed);
        while (damage.planted.size() + damage.ofOneRound() <= count) {
            damage.round();
        }
        while (damage.planted.size() < count) {
            damage.change(CHANGES.get(damage.planted.size() % CHANGES.size()));
        }
        Goods.run(database, damage.texts);
        return damage.planted;
    }

    private int ofOneRound() {
        return CHANGES.size() + 18;
    }

    private void round() {
        CHANGES.forEach(this::change);
        missing();
        extra();
        swapTexts();
        swapCodes();
        ringOfCodes();
        equalDeltas();
        lines();
    }

    private int row() {
        return rows.remove(rows.size() - 1);
    }

    private int line() {
        return lines.remove(lines.size() - 1);
    }

    private void note(int id, InconsistencyType type) {
        planted.put(Lab.key("goods", String.valueOf(id)), type);
    }

    private void noteLine(int line, InconsistencyType type) {
        planted.put(Lab.key("goods_line", String.valueOf(Goods.a(line)), Goods.b(line)), type);
    }

    private void change(String way) {
        int id = row();
        String assignment = switch (way) {
            case "f4 ulp" -> "f4 = " + Math.nextUp(Goods.f4(id));
            case "f8 ulp" -> "f8 = " + Math.nextUp(Goods.f8(id));
            case "te NULL for ''" -> "te = CASE WHEN te IS NULL THEN '' WHEN te = '' THEN NULL ELSE 'other' END";
            case "vc trailing" -> "vc = concat(vc, ' ')";
            case "bl longer" -> "bl = " + Goods.bytes(database, String.format("00ff%08x00", id));
            case "da day" -> "da = da + " + interval("1 day");
            case "ts microsecond" -> "ts = ts + " + interval("1 microsecond");
            case "tz microsecond" -> "tz = tz + " + interval("1 microsecond");
            case "tm microsecond" ->
                postgres ? "tm = tm + " + interval("1 microsecond") : "tm = ADDTIME(tm, '00:00:00.000001')";
            case "js number" -> "js = '{\"t\": \"x\", \"n\": " + id + ".5}'";
            case "js null" -> id % 2 == 0 ? "js = NULL" : "js = 'null'";
            case "code case" -> "code = upper(code)";
            default -> way;
        };
        texts.add("UPDATE goods SET " + assignment + " WHERE id = " + id);
        note(id, InconsistencyType.NEQ);
    }

    private String interval(String span) {
        return postgres ? "interval '" + span + "'" : "INTERVAL " + span.toUpperCase(java.util.Locale.ROOT);
    }

    private void missing() {
        int id = row();
        texts.add("DELETE FROM goods WHERE id = " + id);
        note(id, InconsistencyType.TARGET_MISSING);
    }

    private void extra() {
        int id = 5_000_000 + ++surplus;
        texts.add("INSERT INTO goods (id, code, n4) VALUES (" + id + ", 'surplus " + id + "', 1)");
        note(id, InconsistencyType.BASE_MISSING);
    }

    /** The sums of each column stay what they were. */
    private void swapTexts() {
        int one = row();
        int two = row();
        texts.add("UPDATE goods SET vc = 'Vc " + two + "', n4 = " + two * 1001 + " WHERE id = " + one);
        texts.add("UPDATE goods SET vc = 'Vc " + one + "', n4 = " + one * 1001 + " WHERE id = " + two);
        note(one, InconsistencyType.NEQ);
        note(two, InconsistencyType.NEQ);
    }

    private void swapCodes() {
        exchange(List.of(row(), row()));
    }

    private void ringOfCodes() {
        exchange(List.of(row(), row(), row()));
    }

    /** Each row takes the unique value of the next one. */
    private void exchange(List<Integer> ids) {
        ids.forEach(id -> texts.add("UPDATE goods SET code = 'away " + id + "' WHERE id = " + id));
        for (int i = 0; i < ids.size(); i++) {
            int next = ids.get((i + 1) % ids.size());
            texts.add("UPDATE goods SET code = 'c" + next + "' WHERE id = " + ids.get(i));
            note(ids.get(i), InconsistencyType.NEQ);
        }
    }

    /** An even number of rows with the same text before and after, and the same difference: XOR sums cancel. */
    private void equalDeltas() {
        List<Integer> four = new ArrayList<>();
        for (int i = rows.size() - 1; four.size() < 4; i--) {
            if (rows.get(i) % 3 == 1) {
                four.add(rows.remove(i));
            }
        }
        four.forEach(id -> {
            texts.add("UPDATE goods SET te = 'alike', n8 = n8 + 4096 WHERE id = " + id);
            note(id, InconsistencyType.NEQ);
        });
    }

    private void lines() {
        int changed = line();
        texts.add("UPDATE goods_line SET qty = -qty" + of(changed));
        noteLine(changed, InconsistencyType.NEQ);
        int empty = line();
        texts.add("UPDATE goods_line SET note = CASE WHEN note IS NULL THEN '' END" + of(empty));
        noteLine(empty, InconsistencyType.NEQ);
        int gone = line();
        texts.add("DELETE FROM goods_line" + of(gone));
        noteLine(gone, InconsistencyType.TARGET_MISSING);
        int renamed = line();
        texts.add("UPDATE goods_line SET b = 'Moved " + renamed + "'" + of(renamed));
        noteLine(renamed, InconsistencyType.TARGET_MISSING);
        planted.put(
                Lab.key("goods_line", String.valueOf(Goods.a(renamed)), "Moved " + renamed),
                InconsistencyType.BASE_MISSING);
    }

    private static String of(int line) {
        return " WHERE a = " + Goods.a(line) + " AND b = '" + Goods.b(line) + "'";
    }
}
