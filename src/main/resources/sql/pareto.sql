-- One row per run, model, technique, protocol, benchmark and scope (a task, or all): whether no other technique is as good in both and better in one, of score and memory, of score and end-to-end time, of all three.
WITH points AS (
  SELECT run_id, model, protocol, benchmark, task AS scope, technique, score, memory_gb, e2e_s, n
  FROM task_scores
  UNION ALL
  SELECT run_id, model, protocol, benchmark, scope, technique, score, memory_gb, e2e_s, n
  FROM technique_summary
  WHERE scope = 'all'
),
compared AS (
  SELECT
    p.run_id,
    p.model,
    p.protocol,
    p.benchmark,
    p.scope,
    p.technique,
    first(p.score) AS score,
    first(p.memory_gb) AS memory_gb,
    first(p.e2e_s) AS e2e_s,
    first(p.n) AS n,
    count_if(
      other.score >= p.score AND other.memory_gb <= p.memory_gb
      AND (other.score > p.score OR other.memory_gb < p.memory_gb)
    ) AS better_by_memory,
    count_if(
      other.score >= p.score AND other.e2e_s <= p.e2e_s
      AND (other.score > p.score OR other.e2e_s < p.e2e_s)
    ) AS better_by_time,
    count_if(
      other.score >= p.score AND other.memory_gb <= p.memory_gb AND other.e2e_s <= p.e2e_s
      AND (other.score > p.score OR other.memory_gb < p.memory_gb OR other.e2e_s < p.e2e_s)
    ) AS better_by_both
  FROM points AS p
  JOIN points AS other
    ON other.run_id = p.run_id
    AND other.model = p.model
    AND other.protocol = p.protocol
    AND other.benchmark = p.benchmark
    AND other.scope = p.scope
  WHERE p.score IS NOT NULL
  GROUP BY p.run_id, p.model, p.protocol, p.benchmark, p.scope, p.technique
)
SELECT
  run_id,
  model,
  technique,
  protocol,
  scope,
  score,
  memory_gb,
  e2e_s,
  n,
  -- What was not measured is on no front.
  memory_gb IS NOT NULL AND better_by_memory = 0 AS on_memory_front,
  e2e_s IS NOT NULL AND better_by_time = 0 AS on_latency_front,
  memory_gb IS NOT NULL AND e2e_s IS NOT NULL AND better_by_both = 0 AS on_front,
  benchmark
FROM compared
