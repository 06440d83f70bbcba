-- One row per run, model, combined technique, task, protocol and quantity: what the combination does beyond its single techniques, over the n samples that all completed; added on the quantity's scale, and as a factor, each with a 95 % bootstrap interval.
WITH combinations AS (
  -- A combination's single techniques each change exactly one of the axes that it changes, alike.
  SELECT
    c.run_id,
    c.technique,
    sort_array(collect_list(s.technique)) AS singles
  FROM techniques AS c
  JOIN techniques AS s
    ON s.run_id = c.run_id
    AND size(s.changes) = 1
    AND array_contains(c.changes, s.changes[0])
  WHERE size(c.changes) >= 2
  GROUP BY c.run_id, c.technique
  HAVING count(*) = any_value(size(c.changes))
),
quantities AS (
  SELECT
    run_id,
    model,
    technique,
    task,
    protocol,
    sample_key,
    stack(3, 'score', score, 'e2e_s', e2e_s, 'memory_gb', memory_gb) AS (quantity, value)
  FROM sample_results
),
by_technique AS (
  SELECT
    run_id,
    model,
    task,
    protocol,
    sample_key,
    quantity,
    map_from_entries(collect_list(struct(technique, value))) AS results
  FROM quantities
  WHERE value IS NOT NULL
  GROUP BY run_id, model, task, protocol, sample_key, quantity
),
laid_out AS (
  SELECT
    t.run_id,
    t.model,
    c.technique,
    t.task,
    t.protocol,
    t.quantity,
    c.singles,
    b.baseline,
    transform(
      concat(array(b.baseline), c.singles, array(c.technique)),
      technique -> t.results[technique]
    ) AS results
  FROM by_technique AS t
  JOIN combinations AS c
    ON c.run_id = t.run_id
  JOIN baselines AS b
    ON b.run_id = t.run_id
    AND b.model = t.model
),
tested AS (
  SELECT
    run_id,
    model,
    technique,
    task,
    protocol,
    quantity,
    any_value(singles) AS singles,
    any_value(baseline) AS baseline,
    interaction_contrast(collect_list(results)) AS contrast
  FROM laid_out
  WHERE NOT exists(results, result -> result IS NULL)
  GROUP BY run_id, model, technique, task, protocol, quantity
  HAVING count(*) >= 2
)
SELECT
  run_id,
  model,
  technique,
  task,
  protocol,
  quantity,
  array_join(singles, ' x ') AS singles,
  baseline,
  contrast.n,
  contrast.observed,
  contrast.predicted_sum,
  contrast.beyond_sum,
  contrast.beyond_sum_low,
  contrast.beyond_sum_high,
  contrast.factor,
  contrast.factor_low,
  contrast.factor_high,
  CASE
    WHEN contrast.beyond_sum_low > 0 THEN 'above'
    WHEN contrast.beyond_sum_high < 0 THEN 'below'
    ELSE 'as predicted'
  END AS verdict
FROM tested
