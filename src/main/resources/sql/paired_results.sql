-- One row per sample that a technique and its model's baseline both completed and scored: the two results side by side.
WITH named AS (
  SELECT
    sample_results.*,
    baselines.baseline,
    sample_results.technique = baselines.baseline AS is_baseline
  FROM sample_results
  JOIN baselines USING (run_id, model)
  WHERE sample_results.score IS NOT NULL
),
beside AS (
  SELECT
    *,
    max(CASE WHEN is_baseline THEN struct(score, e2e_s, ttft_s, memory_gb, new_tokens) END) OVER (
      PARTITION BY run_id, model, task, protocol, sample_key
    ) AS base
  FROM named
)
SELECT
  run_id,
  model,
  technique,
  task,
  protocol,
  sample_key,
  metric,
  words_from,
  baseline,
  score,
  base.score AS baseline_score,
  e2e_s,
  base.e2e_s AS baseline_e2e_s,
  ttft_s,
  base.ttft_s AS baseline_ttft_s,
  memory_gb,
  base.memory_gb AS baseline_memory_gb,
  new_tokens,
  base.new_tokens AS baseline_new_tokens,
  benchmark,
  category
FROM beside
WHERE NOT is_baseline
  AND base IS NOT NULL
