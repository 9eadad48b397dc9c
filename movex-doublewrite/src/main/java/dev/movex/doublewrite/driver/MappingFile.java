package dev.movex.doublewrite.driver;

import dev.movex.core.MovexException;
import dev.movex.core.plan.TableMapping;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The mappings of tables in a file such as the one behind a {@code jdbc:movex:} URL. */
public final class MappingFile {
    private MappingFile() {}

    /**
     * Reads what stands under {@code tables.mapping}, and nothing else.
     *
     * @param environment the variables that {@code ${NAME}} means
     * @throws MovexException with code {@code CONFIG}, naming everything that is wrong with it
     */
    public static List<TableMapping> read(Path file, Map<String, String> environment) {
        return new ConfigReader(file, environment).mappingsAlone();
    }
}
