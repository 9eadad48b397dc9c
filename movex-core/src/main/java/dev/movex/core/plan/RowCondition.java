package dev.movex.core.plan;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A simple condition on one column of a row, which every database and Java decide alike. A row whose column is NULL
 * meets none but {@link Nullness}. Immutable.
 */
public sealed interface RowCondition {
    /** Returns the column. */
    String column();

    /** Returns the same condition on a column of another name. */
    RowCondition on(String other);

    /**
     * Returns whether a value that is not NULL meets the condition, given as canonical text; empty if Java can't tell for
     * values of the kind.
     */
    Optional<Boolean> holds(String text, ColumnKind kind);

    /** How a column is compared. */
    enum Operator {
        EQUAL("=", order -> order == 0),
        NOT_EQUAL("<>", order -> order != 0),
        LESS("<", order -> order < 0),
        LESS_OR_EQUAL("<=", order -> order <= 0),
        GREATER(">", order -> order > 0),
        GREATER_OR_EQUAL(">=", order -> order >= 0);

        private final String sql;
        private final Predicate<Integer> meets;

        Operator(String sql, Predicate<Integer> meets) {
            this.sql = sql;
            this.meets = meets;
        }

        /** Returns how SQL writes it. */
        public String sql() {
            return sql;
        }
    }

    /**
     * The column compares to a value; text is ordered by its bytes.
     *
     * @param column the column
     * @param operator how
     * @param literal the value's canonical text
     */
    record Compared(String column, Operator operator, String literal) implements RowCondition {
        @Override
        public RowCondition on(String other) {
            return new Compared(other, operator, literal);
        }

        @Override
        public Optional<Boolean> holds(String text, ColumnKind kind) {
            return switch (kind) {
                case INTEGER ->
                    Optional.of(operator.meets.test(new BigInteger(text).compareTo(new BigInteger(literal))));
                case TEXT -> Optional.of(operator.meets.test(Arrays.compareUnsigned(utf8(text), utf8(literal))));
                default -> Optional.empty();
            };
        }
    }

    /**
     * The column has one of several values.
     *
     * @param column the column
     * @param literals the values' canonical texts
     */
    record OneOf(String column, List<String> literals) implements RowCondition {
        public OneOf {
            literals = List.copyOf(literals);
        }

        @Override
        public RowCondition on(String other) {
            return new OneOf(other, literals);
        }

        @Override
        public Optional<Boolean> holds(String text, ColumnKind kind) {
            List<Optional<Boolean>> each = literals.stream()
                    .map(literal -> new Compared(column, Operator.EQUAL, literal).holds(text, kind))
                    .toList();
            return each.contains(Optional.<Boolean>empty())
                    ? Optional.empty()
                    : Optional.of(each.contains(Optional.of(true)));
        }
    }

    /**
     * The column is NULL, or is not.
     *
     * @param column the column
     * @param isNull which of the two
     */
    record Nullness(String column, boolean isNull) implements RowCondition {
        @Override
        public RowCondition on(String other) {
            return new Nullness(other, isNull);
        }

        @Override
        public Optional<Boolean> holds(String text, ColumnKind kind) {
            return Optional.of(!isNull);
        }
    }

    /**
     * The column's value falls into one of several buckets: the remainder of a whole number without its sign, or of the
     * first 28 bits of the MD5 of a text.
     *
     * @param column the column
     * @param buckets how many there are
     * @param bucket which one, from 0
     */
    record Bucket(String column, int buckets, int bucket) implements RowCondition {
        /** How many hexadecimal digits of the hash are taken. */
        public static final int DIGITS = 7;

        @Override
        public RowCondition on(String other) {
            return new Bucket(other, buckets, bucket);
        }

        @Override
        public Optional<Boolean> holds(String text, ColumnKind kind) {
            return switch (kind) {
                case INTEGER ->
                    Optional.of(new BigInteger(text)
                                    .abs()
                                    .mod(BigInteger.valueOf(buckets))
                                    .intValue()
                            == bucket);
                case TEXT -> Optional.of(hash(text) % buckets == bucket);
                case UUID -> Optional.of(hash(text.replace("-", "")) % buckets == bucket);
                default -> Optional.empty();
            };
        }

        private static int hash(String text) {
            try {
                byte[] md5 = MessageDigest.getInstance("MD5").digest(utf8(text));
                return HexFormat.fromHexDigits(HexFormat.of().formatHex(md5).substring(0, DIGITS));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
