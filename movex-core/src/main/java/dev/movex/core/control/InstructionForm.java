package dev.movex.core.control;

import dev.movex.core.Pattern;
import dev.movex.core.control.Instruction.Adopt;
import dev.movex.core.control.Instruction.Hold;
import dev.movex.core.control.Instruction.Prepare;
import dev.movex.core.control.Instruction.Release;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The form of instructions in which stores keep them: one record for all kinds, so that a newer release may add fields. */
record InstructionForm(
        String kind,
        long number,
        String change,
        long epoch,
        @Nullable Long holdMillis,
        @Nullable Pattern pattern,
        @Nullable Set<String> proven) {
    private static final JsonMapper JSON = JsonMapper.shared();

    static InstructionForm of(Instruction from) {
        if (from instanceof Hold hold) {
            return new InstructionForm(
                    "hold",
                    hold.number(),
                    hold.change(),
                    hold.epoch(),
                    hold.atMost().toMillis(),
                    null,
                    null);
        } else if (from instanceof Adopt adopt) {
            Assignment to = adopt.assignment();
            return new InstructionForm(
                    "adopt", adopt.number(), adopt.change(), to.epoch(), null, to.pattern(), to.proven());
        }
        String kind = from instanceof Prepare ? "prepare" : "release";
        return new InstructionForm(kind, from.number(), from.change(), from.epoch(), null, null, null);
    }

    static InstructionForm ofJson(String json) {
        return JSON.readValue(json, InstructionForm.class);
    }

    String toJson() {
        return JSON.writeValueAsString(this);
    }

    Instruction instruction() {
        return switch (kind) {
            case "hold" ->
                new Hold(number, change, epoch, Duration.ofMillis(Objects.requireNonNull(holdMillis, "holdMillis")));
            case "adopt" ->
                new Adopt(
                        number,
                        change,
                        new Assignment(
                                Objects.requireNonNull(pattern, "pattern"),
                                epoch,
                                Objects.requireNonNull(proven, "proven")));
            case "prepare" -> new Prepare(number, change, epoch);
            case "release" -> new Release(number, change, epoch);
            default ->
                throw new IllegalArgumentException("an instruction of a kind that this release does not know: " + kind);
        };
    }
}
