package dev.movex.scheduler;

import dev.movex.core.control.Intent;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a move was asked for; kept with the intent, so that whoever finishes the change can write it down.
 *
 * @param who who asked
 * @param why the reason given
 * @param override whether gates were overridden
 * @param gates what each gate said
 */
record Asked(String who, String why, boolean override, List<GateResult> gates) {
    static final Asked BY_NOBODY = new Asked("unknown", "", false, List.of());

    private static final JsonMapper JSON = JsonMapper.shared();

    /** What an intent does not say by itself. */
    private record Note(boolean override, List<GateResult> gates) {}

    String note() {
        return JSON.writeValueAsString(new Note(override, gates));
    }

    static Asked ofNote(Intent intent) {
        Note note = intent.note().isEmpty() ? new Note(false, List.of()) : JSON.readValue(intent.note(), Note.class);
        return new Asked(intent.who(), intent.why(), note.override(), note.gates());
    }
}
