-- One row per run, model, technique, task and protocol (Tables 4, 6): the mean of the benchmark's metric times 100, over n samples; failures are not in it. Tokens per second: all new tokens by all end-to-end time, or but the first by decode time. Joules per new token, prompt included, where the energy was read. GB = 10^9 bytes, of the peak, in the mean and at most.
SELECT
  g.run_id,
  g.model,
  g.technique,
  g.task,
  g.protocol,
  g.metric,
  100 * avg(s.value) AS score,
  count(s.value) AS n,
  count_if(g.status = 'FAILED') AS failures,
  count_if(g.status = 'OUT_OF_MEMORY') AS out_of_memory,
  1000 * sum(g.new_tokens) / nullif(sum(g.e2e_ms), 0) AS tokens_per_second,
  1000 * sum(g.new_tokens - 1) / nullif(sum(g.decode_ms), 0) AS decode_tokens_per_second,
  avg(g.peak_memory_bytes) / 1e9 AS memory_gb,
  max(g.peak_memory_bytes) / 1e9 AS memory_max_gb,
  avg(g.kv_bytes) / 1e9 AS kv_gb,
  avg(g.weight_bytes) / 1e9 AS weight_gb,
  avg(g.prompt_tokens) AS prompt_tokens,
  avg(g.new_tokens) AS new_tokens,
  avg(g.ttft_ms) / 1000 AS ttft_s,
  avg(g.e2e_ms) / 1000 AS e2e_s,
  sum(g.energy_joules) / nullif(sum(g.new_tokens) FILTER (WHERE g.energy_joules IS NOT NULL), 0) AS joules_per_token,
  max(g.benchmark) AS benchmark,
  max(g.category) AS category,
  max(g.scope) AS scope
FROM latest_generations AS g
LEFT JOIN latest_scores AS s
  ON s.run_id = g.run_id
  AND s.model = g.model
  AND s.technique = g.technique
  AND s.task = g.task
  AND s.protocol = g.protocol
  AND s.sample_key = g.sample_key
  AND s.metric = g.metric
GROUP BY g.run_id, g.model, g.technique, g.task, g.protocol, g.metric
