package dev.longspark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the code to the package table of src/README.md. */
class ArchitectureTest {
  private static final String ROOT = "dev.longspark.";
  private static final String TABLE = "## Packages";
  private static final String EVERYTHING_ABOVE = "all above";
  private static final Pattern QUOTED = Pattern.compile("`([a-z0-9.]+)`");

  private static List<Row> rows;
  private static JavaClasses code;

  /** One row of the table: a package, the packages it may import, the libraries it may use. */
  private record Row(String name, Set<String> imports, Set<String> libraries) {}

  @BeforeAll
  static void readTableAndCode() throws IOException {
    rows = new ArrayList<>();
    List<String> readme = Files.readAllLines(Path.of("src", "README.md"));
    for (String line : readme.subList(readme.indexOf(TABLE), readme.size())) {
      if (line.startsWith("| `")) {
        rows.add(row(line.split("\\|", -1)));
      }
    }
    code = new ClassFileImporter().importPath(Path.of("target/classes"));
  }

  private static Row row(String[] cells) {
    Set<String> imports =
        cells[3].strip().equals(EVERYTHING_ABOVE)
            ? rows.stream().map(Row::name).collect(Collectors.toSet())
            : quoted(cells[3]);
    return new Row(quoted(cells[1]).iterator().next(), imports, quoted(cells[4]));
  }

  @Test
  void tableAndCodeWereRead() {
    assertFalse(rows.isEmpty());
    assertFalse(code.isEmpty());
  }

  @Test
  void everyPackageHasARowAndEveryRowAPackage() {
    Set<String> named = rows.stream().map(Row::name).collect(Collectors.toSet());
    Set<String> present =
        code.stream().map(ArchitectureTest::shortPackage).collect(Collectors.toSet());

    present.forEach(name -> assertTrue(named.contains(name), () -> name + " has no row"));
    named.forEach(name -> assertTrue(present.contains(name), () -> name + " has no code"));
  }

  @Test
  void rowsImportOnlyRowsAboveThem() {
    Set<String> above = new LinkedHashSet<>();
    for (Row row : rows) {
      assertTrue(above.containsAll(row.imports), () -> row.name + " imports a row below it");
      above.add(row.name);
    }
  }

  @Test
  void packagesImportOnlyWhatTheirRowGrants() {
    for (Row row : rows) {
      noClasses()
          .that()
          .resideInAPackage(ROOT + row.name)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(packages(r -> !r.equals(row) && !row.imports.contains(r.name)))
          .allowEmptyShould(true)
          .check(code);
    }
  }

  @Test
  void librariesEnterByTheirDoors() {
    Set<String> libraries =
        rows.stream().flatMap(row -> row.libraries.stream()).collect(Collectors.toSet());
    for (String library : libraries) {
      noClasses()
          .that()
          .resideInAnyPackage(packages(row -> !row.libraries.contains(library)))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(library + "..")
          .allowEmptyShould(true)
          .check(code);
    }
  }

  @Test
  void everyPackageSaysWhatItIs() {
    for (Row row : rows) {
      Path info =
          Path.of("src/main/java/dev/longspark", row.name.replace('.', '/'), "package-info.java");
      assertTrue(Files.exists(info), () -> "Missing " + info);
    }
  }

  private static String shortPackage(JavaClass type) {
    return type.getPackageName().substring(ROOT.length());
  }

  private static String[] packages(Predicate<Row> wanted) {
    return rows.stream().filter(wanted).map(row -> ROOT + row.name).toArray(String[]::new);
  }

  private static Set<String> quoted(String cell) {
    return QUOTED
        .matcher(cell)
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
