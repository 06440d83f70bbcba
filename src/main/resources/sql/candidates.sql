-- One row per run, model, technique, task, protocol and bin of context words (a power of two and up): what it needs and gives there, and whether it is significantly worse than the baseline (paired permutation test at 5 %, not corrected: a doubt counts against the technique).
WITH needs AS (
  SELECT
    run_id,
    model,
    technique,
    task,
    protocol,
    words_from,
    count(score) AS n,
    avg(score) AS score,
    max(memory_gb) AS memory_gb,
    percentile(ttft_s, 0.95) AS ttft_s,
    percentile(e2e_s, 0.95) AS e2e_s
  FROM sample_results
  GROUP BY run_id, model, technique, task, protocol, words_from
),
tests AS (
  SELECT
    run_id,
    model,
    technique,
    task,
    protocol,
    words_from,
    paired_comparison(collect_list(baseline_score), collect_list(score)) AS test
  FROM paired_results
  GROUP BY run_id, model, technique, task, protocol, words_from
  HAVING count(*) >= 2
),
-- The baseline is no way from itself, in runs that measured it of others.
distances AS (
  SELECT run_id, model, technique, task, protocol, avg(mean_kl) AS mean_kl
  FROM latest_divergences
  GROUP BY run_id, model, technique, task, protocol
  UNION ALL
  SELECT run_id, model, any_value(baseline) AS technique, task, protocol, 0D AS mean_kl
  FROM latest_divergences
  WHERE mean_kl IS NOT NULL
  GROUP BY run_id, model, task, protocol
)
SELECT
  needs.run_id,
  needs.model,
  needs.technique,
  needs.task,
  needs.protocol,
  needs.words_from,
  2 * needs.words_from AS words_below,
  needs.n,
  needs.score,
  needs.memory_gb,
  needs.ttft_s,
  needs.e2e_s,
  tests.test.difference,
  tests.test.p,
  coalesce(tests.test.p < 0.05 AND tests.test.difference < 0, false) AS worse,
  distances.mean_kl
FROM needs
LEFT JOIN tests
  USING (run_id, model, technique, task, protocol, words_from)
LEFT JOIN distances
  ON distances.run_id = needs.run_id
  AND distances.model = needs.model
  AND distances.technique = needs.technique
  AND distances.task = needs.task
  AND distances.protocol = needs.protocol
WHERE needs.n > 0
