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
  coalesce(tests.test.p < 0.05 AND tests.test.difference < 0, false) AS worse
FROM needs
LEFT JOIN tests
  USING (run_id, model, technique, task, protocol, words_from)
WHERE needs.n > 0
