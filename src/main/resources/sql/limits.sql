-- One row: the limits of a recommendation, none by default; report's options replace it, and so can a session: CREATE OR REPLACE TEMPORARY VIEW limits AS SELECT 24 AS memory_gb, 3 AS ttft_s, NULL AS e2e_s.
SELECT
  CAST(NULL AS DOUBLE) AS memory_gb,
  CAST(NULL AS DOUBLE) AS ttft_s,
  CAST(NULL AS DOUBLE) AS e2e_s
