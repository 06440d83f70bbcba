package dev.longspark.report;

import java.util.List;

/** The result views that a report shows, in its order. */
final class ViewTables {
  private static final List<String> BY_CELL = List.of("model", "protocol", "task", "technique");
  private static final List<String> BY_SCOPE =
      List.of("model", "benchmark", "protocol", "scope", "technique");
  private static final List<String> BY_TECHNIQUE =
      List.of("model", "benchmark", "protocol", "technique");

  private ViewTables() {}

  static List<ViewTable> quality() {
    return List.of(
        new ViewTable(
            "average_quality",
            "Answer quality, mean of the question-answering tasks (Table 2)",
            "Scores times 100. Hallucination is undefined for answers without content words. Shuffled:"
                + " the same answers against the contexts of other samples, what chance gives (score"
                + " --shuffled-contexts).",
            List.of(
                "model",
                "benchmark",
                "protocol",
                "technique",
                "f1",
                "precision",
                "recall",
                "hallucination",
                "tasks",
                "n",
                "hallucination_n",
                "hallucination_undefined",
                "hallucination_shuffled",
                "failures",
                "out_of_memory"),
            BY_TECHNIQUE),
        new ViewTable(
            "answer_quality",
            "Answer quality by task (Tables 5 and 7)",
            "Scores times 100.",
            List.of(
                "model",
                "protocol",
                "task",
                "technique",
                "f1",
                "precision",
                "recall",
                "hallucination",
                "n",
                "hallucination_n",
                "hallucination_undefined",
                "hallucination_shuffled",
                "failures",
                "out_of_memory"),
            BY_CELL),
        new ViewTable(
            "significance",
            "Differences to the baseline",
            "Paired over the samples that both completed: bootstrap interval (95 %, BCa, 10,000"
                + " resamples), permutation p value, Holm's correction over a model's grid. Tied: p"
                + " (Holm) of 0.05 or more. Detectable: the smallest true difference that this many"
                + " pairs find with 80 % power.",
            List.of(
                "model",
                "protocol",
                "task",
                "technique",
                "baseline",
                "n",
                "baseline_score",
                "score",
                "difference",
                "low",
                "high",
                "p",
                "p_holm",
                "minimum_detectable",
                "verdict"),
            BY_CELL),
        new ViewTable(
            "interaction",
            "Combinations beyond their single techniques",
            "Predicted: baseline plus the single effects. Factor: observed over the product of the"
                + " single factors. 95 % bootstrap intervals from the same resamples; a quantity is"
                + " as predicted where the interval of the sum holds 0.",
            List.of(
                "model",
                "protocol",
                "task",
                "technique",
                "singles",
                "quantity",
                "n",
                "observed",
                "predicted_sum",
                "beyond_sum",
                "beyond_sum_low",
                "beyond_sum_high",
                "factor",
                "factor_low",
                "factor_high",
                "verdict"),
            List.of("model", "protocol", "task", "technique", "quantity")),
        new ViewTable(
            "protocol_agreement",
            "Does the ranking of techniques survive a change of protocol?",
            "Kendall's τ of the techniques' scores: 1 the same order, −1 the reverse.",
            List.of(
                "model",
                "benchmark",
                "scope",
                "protocol_a",
                "protocol_b",
                "techniques",
                "tau",
                "best_a",
                "best_b"),
            List.of("model", "benchmark", "scope", "protocol_a", "protocol_b")));
  }

  static List<ViewTable> systems() {
    return List.of(
        new ViewTable(
            "technique_summary",
            "Score, speed and memory, mean of the tasks",
            "Tokens per second: all new tokens by all end-to-end time. GB = 10^9 bytes, mean peak.",
            List.of(
                "model",
                "benchmark",
                "protocol",
                "scope",
                "technique",
                "score",
                "tokens_per_second",
                "memory_gb",
                "new_tokens",
                "ttft_s",
                "e2e_s",
                "tasks",
                "n",
                "failures",
                "out_of_memory"),
            BY_SCOPE),
        new ViewTable(
            "task_scores",
            "Results by task (Tables 4 and 6)",
            "Memory: peak, in the mean and at most. Decode tok/s leaves the first token and the"
                + " prompt out.",
            List.of(
                "model",
                "protocol",
                "task",
                "technique",
                "score",
                "tokens_per_second",
                "decode_tokens_per_second",
                "memory_gb",
                "memory_max_gb",
                "kv_gb",
                "new_tokens",
                "prompt_tokens",
                "ttft_s",
                "e2e_s",
                "n",
                "failures",
                "out_of_memory"),
            BY_CELL),
        new ViewTable(
            "relative_gain",
            "Gains over the baseline (figures 2, 3 and 5)",
            "Over the samples that both completed; factors above 1 are better, but for tokens.",
            List.of(
                "model",
                "protocol",
                "task",
                "technique",
                "baseline",
                "n",
                "score_change_percent",
                "memory_saving",
                "throughput_gain",
                "speedup",
                "first_token_speedup",
                "tokens_ratio"),
            BY_CELL),
        new ViewTable(
            "scalability",
            "The same technique on models of different size (Table 3)",
            "Factors against the model's own baseline.",
            List.of(
                "protocol",
                "task",
                "technique",
                "model",
                "score",
                "tokens_per_second",
                "memory_gb",
                "new_tokens",
                "score_change_percent",
                "memory_saving",
                "throughput_gain",
                "n",
                "failures"),
            List.of("protocol", "task", "technique", "model")),
        new ViewTable(
            "latency_by_length",
            "Latency by length of the context",
            "Bins of the context's words, from a power of two to the next.",
            List.of(
                "model",
                "benchmark",
                "protocol",
                "technique",
                "words_from",
                "words_below",
                "n",
                "prompt_tokens",
                "ttft_s",
                "ttft_p95_s",
                "ms_per_token",
                "e2e_s",
                "e2e_p95_s",
                "memory_gb",
                "memory_max_gb"),
            List.of("model", "benchmark", "protocol", "technique", "words_from")),
        new ViewTable(
            "recommendation",
            "Recommended technique",
            "The best score among those within the limits and not significantly worse than the"
                + " baseline. Memory: largest peak; times: 95th percentiles.",
            List.of(
                "model",
                "protocol",
                "task",
                "words_from",
                "words_below",
                "technique",
                "n",
                "score",
                "memory_gb",
                "ttft_s",
                "e2e_s",
                "allowed"),
            List.of("model", "protocol", "task", "words_from")),
        new ViewTable(
            "beside_published",
            "Beside the published numbers",
            "Known misprints of the paper are named; where another of its tables has the number, that"
                + " one stands here.",
            List.of(
                "model",
                "protocol",
                "task",
                "technique",
                "n",
                "score",
                "published_score",
                "score_difference",
                "tokens_per_second",
                "published_tokens_per_second",
                "memory_gb",
                "published_memory_gb",
                "new_tokens",
                "published_new_tokens",
                "precision",
                "published_precision",
                "recall",
                "published_recall",
                "hallucination",
                "published_hallucination",
                "misprint"),
            BY_CELL));
  }

  /** What makes cells doubtful. */
  static ViewTable health() {
    return new ViewTable(
        "health",
        "Health checks",
        "",
        List.of("model", "protocol", "task", "technique", "check", "found", "allowed", "message"),
        List.of("check", "model", "protocol", "task", "technique"));
  }
}
