-- One row per run, model, technique, task and protocol: mean score difference to the baseline over the n samples that both completed, with a 95 % bootstrap interval, the paired permutation test's p value, Holm's correction over the model's grid of techniques and tasks, and the verdict at 5 %.
WITH tested AS (
  SELECT
    run_id,
    model,
    technique,
    task,
    protocol,
    any_value(baseline) AS baseline,
    max(benchmark) AS benchmark,
    max(category) AS category,
    avg(score) AS score,
    avg(baseline_score) AS baseline_score,
    paired_comparison(collect_list(baseline_score), collect_list(score)) AS test
  FROM paired_results
  GROUP BY run_id, model, technique, task, protocol
  HAVING count(*) >= 2
),
corrected AS (
  SELECT
    *,
    element_at(
      holm(
        collect_list(test.p) OVER (
          PARTITION BY run_id, model, protocol
          ORDER BY test.p, technique, task
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        )
      ),
      row_number() OVER (
        PARTITION BY run_id, model, protocol
        ORDER BY test.p, technique, task
      )
    ) AS p_holm
  FROM tested
)
SELECT
  run_id,
  model,
  technique,
  task,
  protocol,
  baseline,
  test.n,
  baseline_score,
  score,
  test.difference,
  test.low,
  test.high,
  test.p,
  p_holm,
  test.minimum_detectable,
  CASE
    WHEN p_holm >= 0.05 THEN 'tied'
    WHEN test.difference > 0 THEN 'better'
    ELSE 'worse'
  END AS verdict,
  benchmark,
  category
FROM corrected
