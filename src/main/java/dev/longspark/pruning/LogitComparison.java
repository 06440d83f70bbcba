package dev.longspark.pruning;

/**
 * How far a pruned model's next-token distributions are from the full model's on the same text.
 *
 * @param positions compared
 * @param divergence mean {@code KL(full || pruned)} in nats
 * @param topOneAgreement share of positions where both find the same token most likely
 * @param fullPerplexity of the text
 * @param prunedPerplexity of the text
 */
public record LogitComparison(
    long positions,
    double divergence,
    double topOneAgreement,
    double fullPerplexity,
    double prunedPerplexity) {}
