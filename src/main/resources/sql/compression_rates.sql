-- One row per compression and task: how much of the contexts was asked for and how much is left, by the compression's own counter, and what it took.
SELECT
  c.compression,
  c.compressor,
  c.counter,
  s.task,
  count_if(c.status = 'OK') AS n,
  count_if(c.status <> 'OK') AS failures,
  avg(c.requested_rate) AS requested_rate,
  sum(c.kept_tokens) / sum(c.origin_tokens) AS achieved_rate,
  sum(c.origin_tokens) AS origin_tokens,
  sum(c.kept_tokens) AS kept_tokens,
  avg(c.compress_ms) AS mean_compress_ms,
  percentile(c.compress_ms, 0.5) AS median_compress_ms,
  any_value(c.settings) AS settings
FROM compressions AS c
INNER JOIN samples AS s ON s.sample_key = c.sample_key
GROUP BY c.compression, c.compressor, c.counter, s.task
