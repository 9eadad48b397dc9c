package dev.movex.doublewrite.sql;

import dev.movex.doublewrite.sql.Classified.Relation;
import dev.movex.doublewrite.sql.KeySource.Inside;
import dev.movex.doublewrite.sql.KeySource.Returned;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Statements of PostgreSQL that begin with WITH: what its queries write, and what the statement after them does. */
final class PostgresWith {
    private static final Set<String> READS = Set.of("select", "values", "table");

    private final String sql;
    private final Names names;
    private final PostgresSyntax syntax;
    private final List<InsideWrite> planned = new ArrayList<>();
    private final List<Relation> outside = new ArrayList<>();
    private final Set<SessionEffect> effects = new HashSet<>();
    private boolean writes;

    PostgresWith(String sql, Names names, PostgresSyntax syntax) {
        this.sql = sql;
        this.names = names;
        this.syntax = syntax;
    }

    Classified classify(TokenReader reader) {
        Optional<List<WithQuery>> queries = WithQuery.list(reader);
        if (queries.isEmpty()) {
            return reader.mayWrite()
                    ? Classified.denied("the WITH list is not recognised")
                    : Classified.primaryOnly("reads");
        }
        for (WithQuery query : queries.get()) {
            Optional<Classified> denied = query(reader, query);
            if (denied.isPresent()) {
                return denied.get();
            }
        }
        int start = reader.at();
        Classified main = main(reader);
        if (!writes || main.kind() == StatementClass.DENIED) {
            return main;
        }
        Dml dml = main.dml();
        if (dml != null && looksFirst(dml)) {
            return Classified.denied(
                    "it changes keys, or rows that others refer to, beside a write inside WITH; write it as a"
                            + " statement of its own",
                    dml.table().name());
        }
        List<Relation> relations =
                Stream.concat(outside.stream(), main.relations().stream()).toList();
        effects.addAll(main.effects());
        return (planned.isEmpty() ? main : together(reader, start, main))
                .with(relations)
                .with(effects);
    }

    /** Classes one query of the list; tells why the whole is denied, if it is. */
    private Optional<Classified> query(TokenReader reader, WithQuery query) {
        TokenReader body = reader.part(query.open() + 1, query.close());
        if (body.peek().is("with") && WithQuery.list(body).isEmpty()) {
            return body.mayWrite()
                    ? Optional.of(Classified.denied("the WITH list is not recognised"))
                    : Optional.empty();
        }
        if (!TokenReader.WRITES.contains(body.peek().text())) {
            return Optional.empty();
        }
        writes = true;
        PostgresDml write = new PostgresDml(sql, names, syntax);
        Classified found = write.classify(body, true);
        outside.addAll(found.relations());
        effects.addAll(found.effects());
        if (found.kind() == StatementClass.DENIED) {
            return Optional.of(found);
        }
        Dml dml = found.dml();
        return dml == null
                ? Optional.empty()
                : planned(query, dml, new ReturnedNames(names, reader, query).of(body, write.target()));
    }

    /** Takes note of a write of a planned table; tells why it is denied, if it is. */
    private Optional<Classified> planned(WithQuery query, Dml dml, Optional<List<String>> columns) {
        String table = dml.table().name();
        if (looksFirst(dml)) {
            return Optional.of(Classified.denied(
                    "a write inside WITH that changes keys, or rows that others refer to; write it as a statement of"
                            + " its own",
                    table));
        }
        if (columns.isEmpty()) {
            return Optional.of(Classified.denied(
                    "a write inside WITH that returns columns whose names are not known; name each with AS, once,"
                            + " and the columns of joined tables instead of *",
                    table));
        }
        planned.add(new InsideWrite(planned.size() + 1, query, dml, columns.get()));
        return Optional.empty();
    }

    /** Whether rows have to be looked at before the statement, which would run the list twice. */
    private static boolean looksFirst(Dml dml) {
        return !(dml.source() instanceof Returned returned)
                || !returned.before().isEmpty();
    }

    /** What counts where the list only reads. */
    private Classified main(TokenReader reader) {
        Token verb = reader.peek();
        if (verb.symbol("(")) {
            return Classified.primaryOnly("reads");
        }
        if (READS.contains(verb.text())) {
            return Selects.classify(reader);
        }
        return TokenReader.WRITES.contains(verb.text())
                ? new PostgresDml(sql, names, syntax).classify(reader, true)
                : Classified.denied("the statement is not recognised");
    }

    private Classified together(TokenReader reader, int start, Classified main) {
        String rewritten = InsideWrite.rewrite(sql, reader, start, planned);
        Dml first = planned.get(0).dml();
        Dml own = main.dml();
        boolean rows = READS.contains(reader.token(start).text())
                || reader.token(start).symbol("(")
                || reader.find(start, "returning") >= 0;
        Inside source = new Inside(
                rewritten,
                planned.stream().map(InsideWrite::dml).toList(),
                InsideWrite.keys(planned),
                capture(own, rewritten.length() - sql.length()));
        Dml model = own == null ? first : own;
        Dml dml = new Dml(
                model.verb(),
                model.table(),
                source,
                rows,
                own != null && own.adds(),
                List.of(),
                model.changed(),
                List.of(),
                null);
        return Classified.of(dml, "a write inside WITH", names.tables());
    }

    private static @Nullable Capture capture(@Nullable Dml own, int added) {
        return own != null && own.source() instanceof Returned returned
                ? returned.capture().movedBy(added)
                : null;
    }
}
