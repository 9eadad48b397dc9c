package dev.movex.core.plan;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import tools.jackson.databind.json.JsonMapper;

/**
 * A plan in the form in which it is kept among the control data, so that a process can begin while one database is away.
 *
 * @param srcDialect the name of the source's dialect
 * @param dstDialect the name of the target's dialect
 * @param plan the plan
 */
public record StoredPlan(String srcDialect, String dstDialect, Plan plan) {
    private static final JsonMapper JSON =
            JsonMapper.builder().addMixIn(RowCondition.class, ByName.class).build();

    /** Conditions are told apart by the names of their records. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "is")
    private interface ByName {}

    /** Returns the plan as JSON. */
    public String toJson() {
        return JSON.writeValueAsString(this);
    }

    /** Returns the plan that {@link #toJson} wrote. */
    public static StoredPlan ofJson(String json) {
        return JSON.readValue(json, StoredPlan.class);
    }
}
