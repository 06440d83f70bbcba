-- One row per run, model, technique, protocol, benchmark and axis (figures 1, 4): the mean over all tasks of the benchmark and its share of the best technique's, from 0 to 1 with 1 the best.
WITH axes AS (
  SELECT
    s.run_id,
    s.model,
    s.technique,
    s.protocol,
    s.benchmark,
    stack(
      8,
      1, 'qa', max(s.score) FILTER (WHERE s.scope = 'qa'), true,
      2, 'precision', max(q.precision), true,
      3, 'recall', max(q.recall), true,
      4, 'faithfulness', 100 - max(q.hallucination), true,
      5, 'summarization', max(s.score) FILTER (WHERE s.scope = 'summarization'), true,
      6, 'throughput', max(s.tokens_per_second) FILTER (WHERE s.scope = 'all'), true,
      7, 'latency', max(s.e2e_s) FILTER (WHERE s.scope = 'all'), false,
      8, 'memory', max(s.memory_gb) FILTER (WHERE s.scope = 'all'), false
    ) AS (place, axis, value, higher_is_better)
  FROM technique_summary AS s
  LEFT JOIN average_quality AS q
    USING (run_id, model, technique, protocol, benchmark)
  GROUP BY s.run_id, s.model, s.technique, s.protocol, s.benchmark
)
SELECT
  run_id,
  model,
  technique,
  protocol,
  place,
  axis,
  value,
  CASE
    WHEN higher_is_better THEN coalesce(value / nullif(best, 0), 0)
    ELSE coalesce(best / nullif(value, 0), 1)
  END AS share,
  benchmark
FROM (
  SELECT
    *,
    CASE
      WHEN higher_is_better THEN max(value) OVER (PARTITION BY run_id, model, protocol, benchmark, axis)
      ELSE min(value) OVER (PARTITION BY run_id, model, protocol, benchmark, axis)
    END AS best
  FROM axes
)
WHERE value IS NOT NULL
