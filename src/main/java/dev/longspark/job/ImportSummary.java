package dev.longspark.job;

/**
 * What an import came to.
 *
 * @param runId names the run in the tables
 * @param predictions in the files
 * @param added to the tables; the others had rows before
 * @param failed of the added ones, those that say what went wrong in place of a text
 */
public record ImportSummary(String runId, int predictions, int added, int failed) {}
