-- One row per run, model, benchmark, scope (a task, or all) and pair of protocols: whether the techniques rank alike; tau is Kendall's tau-b of their scores, 1 the same order, -1 the reverse.
WITH scored AS (
  SELECT run_id, model, technique, protocol, benchmark, task AS scope, score
  FROM task_scores
  WHERE score IS NOT NULL
  UNION ALL
  SELECT run_id, model, technique, protocol, benchmark, scope, score
  FROM technique_summary
  WHERE scope = 'all' AND score IS NOT NULL
),
paired AS (
  SELECT
    a.run_id,
    a.model,
    a.benchmark,
    a.scope,
    a.protocol AS protocol_a,
    b.protocol AS protocol_b,
    count(*) AS techniques,
    collect_list(struct(a.score AS a, b.score AS b)) AS scores,
    max_by(a.technique, a.score) AS best_a,
    max_by(b.technique, b.score) AS best_b
  FROM scored AS a
  JOIN scored AS b
    ON b.run_id = a.run_id
    AND b.model = a.model
    AND b.technique = a.technique
    AND b.benchmark = a.benchmark
    AND b.scope = a.scope
    AND b.protocol > a.protocol
  GROUP BY a.run_id, a.model, a.benchmark, a.scope, a.protocol, b.protocol
)
SELECT
  run_id,
  model,
  scope,
  protocol_a,
  protocol_b,
  techniques,
  kendall_tau(scores.a, scores.b) AS tau,
  best_a,
  best_b,
  benchmark
FROM paired
WHERE techniques >= 2
