-- One row per sample and technique that was led along its baseline's answer: the last one committed of each key.
SELECT
  run_id,
  model,
  technique,
  task,
  protocol,
  sample_key,
  baseline,
  message,
  positions,
  mean_kl,
  kl,
  whole_vocabulary,
  flips,
  first_difference,
  follow_ms,
  executor,
  committed_at
FROM (
  SELECT
    *,
    row_number() OVER (
      PARTITION BY run_id, model, technique, task, protocol, sample_key
      ORDER BY committed_at DESC, executor
    ) AS place
  FROM divergences
)
WHERE place = 1
