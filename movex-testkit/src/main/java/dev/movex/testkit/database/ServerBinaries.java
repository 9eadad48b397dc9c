package dev.movex.testkit.database;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A server program of the MySQL family on this machine, and how it makes a data folder. */
interface ServerBinaries {
    /** Returns the program with the options that every start of it needs. */
    List<String> command();

    /** Returns a name that differs where data folders of one program are of no use to another. */
    String version();

    /** Fills an empty folder with the data of a server that has never run. */
    void initialise(Path data) throws IOException;
}
