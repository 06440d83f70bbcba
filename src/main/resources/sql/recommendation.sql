-- One row per run, model, task, protocol and bin of context words: the technique with the best score among those within the view limits (largest peak memory, 95th percentiles of times) and not significantly worse than the baseline; of equal scores that of the smallest KL divergence from the baseline, where it is known.
SELECT
  run_id,
  model,
  task,
  protocol,
  words_from,
  words_below,
  technique,
  n,
  score,
  memory_gb,
  ttft_s,
  e2e_s,
  allowed,
  mean_kl
FROM (
  SELECT
    c.*,
    row_number() OVER (
      PARTITION BY c.run_id, c.model, c.task, c.protocol, c.words_from
      ORDER BY c.score DESC, coalesce(c.mean_kl, double('infinity')), c.memory_gb, c.e2e_s, c.technique
    ) AS place,
    count(*) OVER (
      PARTITION BY c.run_id, c.model, c.task, c.protocol, c.words_from
    ) AS allowed
  FROM candidates AS c
  CROSS JOIN limits
  WHERE NOT c.worse
    -- What was not measured is within no limit but none.
    AND coalesce(c.memory_gb, double('infinity')) <= coalesce(limits.memory_gb, double('infinity'))
    AND coalesce(c.ttft_s, double('infinity')) <= coalesce(limits.ttft_s, double('infinity'))
    AND coalesce(c.e2e_s, double('infinity')) <= coalesce(limits.e2e_s, double('infinity'))
)
WHERE place = 1
