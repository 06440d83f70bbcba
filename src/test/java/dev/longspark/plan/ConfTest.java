package dev.longspark.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.longspark.config.ConfigException;
import dev.longspark.config.Study;
import dev.longspark.config.StudyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfTest {
  static List<Path> studies() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("conf"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("studies")
  void everyStudyOfConfParsesIntoAPlan(Path file) {
    TechniqueCatalog catalog = TechniqueCatalog.of(StudyFile.read(file, List.of()));
    List<String> supported =
        StudyFile.read(file, List.of()).techniques().stream()
            .filter(name -> isSupported(catalog, name))
            .toList();
    StudyPlan plan = StudyResolver.plan(StudyFile.read(file, List.of("techniques=" + supported)));

    Study study = plan.study();
    int techniques =
        study.models().stream()
            .map(model -> model.techniques().isEmpty() ? study.techniques() : model.techniques())
            .mapToInt(List::size)
            .sum();
    assertEquals(techniques * study.tasks().size() * study.protocols().size(), plan.cells().size());
  }

  private static boolean isSupported(TechniqueCatalog catalog, String name) {
    try {
      return !catalog.technique(name).name().isEmpty();
    } catch (ConfigException e) {
      assertEquals("Technique '" + name + "' is not supported by this build", e.getMessage(), name);
      return false;
    }
  }

  @Test
  void thePapersStudiesNameAllOfTable1() {
    List<String> names =
        Stream.of("conf/paper-8b-12b.yaml", "conf/paper-70b.yaml")
            .flatMap(file -> StudyFile.read(Path.of(file), List.of()).techniques().stream())
            .distinct()
            .toList();

    TechniqueCatalog catalog = TechniqueCatalog.builtIn();
    for (String name : catalog.names().stream().filter(catalog::isPublished).toList()) {
      assertEquals(!name.equals("FP32"), names.contains(name), name);
    }
  }

  @Test
  void thereAreStudies() throws IOException {
    assertFalse(studies().isEmpty());
  }
}
