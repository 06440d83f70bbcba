-- One row per run, model, technique, task and protocol (figures 2, 3, 5): factors against the baseline over the n samples that both completed; above 1 is better but for tokens.
SELECT
  run_id,
  model,
  technique,
  task,
  protocol,
  any_value(baseline) AS baseline,
  count(*) AS n,
  100 * (avg(score) / nullif(avg(baseline_score), 0) - 1) AS score_change_percent,
  avg(baseline_memory_gb) / avg(memory_gb) AS memory_saving,
  sum(new_tokens) / sum(e2e_s) / (sum(baseline_new_tokens) / sum(baseline_e2e_s)) AS throughput_gain,
  sum(baseline_e2e_s) / sum(e2e_s) AS speedup,
  sum(baseline_ttft_s) / sum(ttft_s) AS first_token_speedup,
  sum(new_tokens) / sum(baseline_new_tokens) AS tokens_ratio,
  max(benchmark) AS benchmark,
  max(category) AS category
FROM paired_results
GROUP BY run_id, model, technique, task, protocol
