package dev.movex.core.repair;

import dev.movex.core.access.Databases;
import dev.movex.core.access.Pauser;
import dev.movex.core.access.Steps;
import dev.movex.core.plan.Plan;

/** What every call of a repairer works with. */
record RepairContext(
        Plan plan, Databases databases, RepairOptions options, Pauser pauser, Steps steps, UndoImages undo) {}
