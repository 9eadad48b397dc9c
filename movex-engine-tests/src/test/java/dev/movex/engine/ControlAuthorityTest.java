package dev.movex.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.control.Authority;
import dev.movex.core.control.ControlAuthority;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealPostgres;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RealPostgres
class ControlAuthorityTest {
    private Lab lab;

    @BeforeEach
    void create(DatabasePair pair) {
        lab = Lab.of(pair, "CREATE TABLE item (id bigint PRIMARY KEY)");
    }

    private ControlAuthority authority() {
        return new ControlAuthority(Lab.MIGRATION, lab.databases());
    }

    @Test
    void itIsThatOfThePatternThatHoldsNow() {
        ControlAuthority authority = authority();
        assertThat(authority.get()).isEqualTo(Authority.under(Pattern.SRC_FIRST, 1));
        lab.execBoth("UPDATE movex.control SET epoch = 2, pattern = 'dst_first', state = 'dst_first'");
        lab.control(Side.SRC, 2, false);
        lab.control(Side.DST, 2, true);
        assertThat(authority.get()).isEqualTo(Authority.under(Pattern.DST_FIRST, 2));
    }

    @Test
    void thereIsNoneWhileOneSideAloneIsWrittenOrThePatternChanges() {
        lab.control(Side.SRC, 1, false);
        assertThatThrownBy(authority()::get).hasMessageContaining("NOT_DUAL");
        lab.control(Side.SRC, 2, true);
        assertThatThrownBy(authority()::get).hasMessageContaining("NOT_DUAL");
        lab.control(Side.SRC, 1, true);
        lab.execBoth("UPDATE movex.control SET pattern = 'src_only', state = 'src_only'");
        assertThatThrownBy(authority()::get).hasMessageContaining("NOT_DUAL");
    }

    @Test
    void aMigrationThatASideDoesNotKnowIsNamed() {
        lab.exec(Side.DST, "DELETE FROM movex.control");
        assertThatThrownBy(authority()::get)
                .hasMessageContaining("NOT_INSTALLED")
                .hasMessageContaining("The target knows nothing of migration " + Lab.MIGRATION);
    }
}
