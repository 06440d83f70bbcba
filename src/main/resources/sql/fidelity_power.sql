-- One row per run, model, technique and protocol that was compared token by token, over the samples that have both: what scores and what KL divergences say of its difference to the baseline (p of the paired permutation test, not corrected), and how many samples a t test at 5 % takes to find it with 80 % power, by a bootstrap of these; null where that is more than 2,000. The divergences are counted from those of BF16, which are rounding, where the run has it of all these samples, else from 0.
WITH compared AS (
  SELECT
    d.run_id,
    d.model,
    d.technique,
    d.protocol,
    paired_results.score,
    paired_results.baseline_score,
    d.mean_kl,
    -- Of all samples of a technique or of none: two origins are no scale.
    bool_and(rounding.mean_kl IS NOT NULL) OVER (
      PARTITION BY d.run_id, d.model, d.technique, d.protocol
    ) AS is_beyond,
    rounding.mean_kl AS bf16_kl
  FROM latest_divergences AS d
  JOIN paired_results
    ON paired_results.run_id = d.run_id
    AND paired_results.model = d.model
    AND paired_results.technique = d.technique
    AND paired_results.task = d.task
    AND paired_results.protocol = d.protocol
    AND paired_results.sample_key = d.sample_key
  LEFT JOIN latest_divergences AS rounding
    ON rounding.run_id = d.run_id
    AND rounding.model = d.model
    AND rounding.task = d.task
    AND rounding.protocol = d.protocol
    AND rounding.sample_key = d.sample_key
    AND rounding.technique = 'BF16'
    AND d.technique <> 'BF16'
  WHERE d.mean_kl IS NOT NULL
),
scaled AS (
  SELECT *, CASE WHEN is_beyond THEN bf16_kl ELSE 0D END AS rounding
  FROM compared
),
tested AS (
  SELECT
    run_id,
    model,
    technique,
    protocol,
    bool_and(is_beyond) AS is_beyond,
    paired_comparison(collect_list(baseline_score), collect_list(score)) AS score,
    paired_comparison(collect_list(rounding), collect_list(mean_kl)) AS kl,
    samples_needed(collect_list(score - baseline_score)) AS score_samples,
    samples_needed(collect_list(mean_kl - rounding)) AS kl_samples
  FROM scaled
  GROUP BY run_id, model, technique, protocol
  HAVING count(*) >= 2
)
SELECT
  run_id,
  model,
  technique,
  protocol,
  score.n AS n,
  score.difference AS score_difference,
  score.p AS score_p,
  score_samples,
  kl.difference AS kl_difference,
  kl.p AS kl_p,
  kl_samples,
  CASE WHEN is_beyond THEN 'BF16' ELSE 'baseline' END AS kl_from
FROM tested
