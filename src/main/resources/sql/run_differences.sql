-- One row per pair of runs, model, technique, task and protocol that both have: mean score of run_b minus that of run_a over the n samples that both completed, with a 95 % bootstrap interval, the paired permutation test's p value, Holm's correction over all that the two runs share, and the verdict at 5 %.
WITH tested AS (
  SELECT
    a.run_id AS run_a,
    b.run_id AS run_b,
    a.model,
    a.technique,
    a.task,
    a.protocol,
    avg(a.score) AS score_a,
    avg(b.score) AS score_b,
    paired_comparison(collect_list(a.score), collect_list(b.score)) AS test
  FROM sample_results AS a
  JOIN sample_results AS b
    ON b.model = a.model
    AND b.technique = a.technique
    AND b.task = a.task
    AND b.protocol = a.protocol
    AND b.sample_key = a.sample_key
    AND b.run_id <> a.run_id
  WHERE a.score IS NOT NULL
    AND b.score IS NOT NULL
  GROUP BY a.run_id, b.run_id, a.model, a.technique, a.task, a.protocol
  HAVING count(*) >= 2
),
corrected AS (
  SELECT
    *,
    element_at(
      holm(
        collect_list(test.p) OVER (
          PARTITION BY run_a, run_b
          ORDER BY test.p, model, technique, task, protocol
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        )
      ),
      row_number() OVER (
        PARTITION BY run_a, run_b
        ORDER BY test.p, model, technique, task, protocol
      )
    ) AS p_holm
  FROM tested
)
SELECT
  run_a,
  run_b,
  model,
  technique,
  task,
  protocol,
  test.n,
  score_a,
  score_b,
  test.difference,
  test.low,
  test.high,
  test.p,
  p_holm,
  CASE
    WHEN p_holm >= 0.05 THEN 'tied'
    WHEN test.difference > 0 THEN 'better'
    ELSE 'worse'
  END AS verdict
FROM corrected
