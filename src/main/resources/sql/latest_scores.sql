-- One row per generation and metric: the score given last; older scorer versions stay in the table.
SELECT
  run_id,
  model,
  technique,
  task,
  protocol,
  sample_key,
  metric,
  value,
  scorer_version,
  scored_at
FROM (
  SELECT
    *,
    row_number() OVER (
      PARTITION BY run_id, model, technique, task, protocol, sample_key, metric
      ORDER BY scored_at DESC, scorer_version DESC
    ) AS place
  FROM scores
)
WHERE place = 1
