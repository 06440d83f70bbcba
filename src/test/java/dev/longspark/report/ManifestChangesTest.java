package dev.longspark.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.longspark.report.ManifestChanges.Change;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestChangesTest {
  @Test
  void namesEveryValueThatIsNotTheSame() {
    String before =
        """
        {"study": "techniques: [FP16, BF16]\\nmodels: {m: {checkpoint: /a, seed: 1}}\\n",
         "checksums": {"m": {"path": "/a", "checksum": "11"}},
         "techniques": [{"name": "mine", "changes": ["kvq"]}],
         "drivers": [{"started": "1", "commit": "c1", "cores": 2}]}
        """;
    String after =
        """
        {"study": "techniques: [FP16, KV-Q]\\nmodels: {m: {seed: 1, checkpoint: /a}}\\n",
         "checksums": {"m": {"path": "/a", "checksum": "22"}},
         "techniques": [],
         "drivers": [{"started": "2", "commit": "c1", "cores": 2}, {"commit": "c2", "cores": 2}]}
        """;

    assertEquals(
        List.of(
            new Change("checksums.m.checksum", "11", "22"),
            new Change("driver.commit", "c1", "c1, c2"),
            new Change("study.techniques", "[\"FP16\",\"BF16\"]", "[\"FP16\",\"KV-Q\"]"),
            new Change("techniques.mine.changes", "[\"kvq\"]", "–"),
            new Change("techniques.mine.name", "mine", "–")),
        ManifestChanges.between(before, after));
  }

  @Test
  void checkpointsMeetByModelAndTechnique() {
    String checkpoint = "{\"model\": \"m\", \"technique\": \"%s\", \"identity\": \"%s\"}";
    String before =
        "{\"checkpoints\": [%s, %s]}"
            .formatted(checkpoint.formatted("FP16", "11"), checkpoint.formatted("KV-Q", "22"));
    String after = "{\"checkpoints\": [%s]}".formatted(checkpoint.formatted("KV-Q", "33"));

    assertEquals(
        List.of(new Change("checkpoints.m KV-Q.identity", "22", "33")),
        ManifestChanges.between(before, after));
  }

  @Test
  void theSameManifestHasNoChanges() {
    assertEquals(
        List.of(), ManifestChanges.between("{\"study\": \"a: 1\"}", "{\"study\": \"a: 1\"}"));
  }

  @Test
  void rejectsWhatIsNoManifest() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> ManifestChanges.between("{", "{}"));

    assertEquals("Invalid manifest", e.getMessage().substring(0, 16));
  }
}
