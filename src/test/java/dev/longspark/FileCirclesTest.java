package dev.longspark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Inside a package, files read one after the other too: none needs another that needs it, but for a
 * sealed type and those that it permits, and for the interpreter of {@code template}: its values
 * call, calls render, and what is rendered are values.
 */
class FileCirclesTest {
  private static final String INTERPRETER = "dev.longspark.template";

  @Test
  void noFilesOfAPackageNeedEachOther() {
    Map<String, Set<String>> needs = new TreeMap<>();
    for (JavaClass type : new ClassFileImporter().importPath(Path.of("target/classes"))) {
      if (type.getPackageName().equals(INTERPRETER)) {
        continue;
      }
      Set<String> files = needs.computeIfAbsent(file(type), name -> new TreeSet<>());
      type.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getBaseComponentType())
          .filter(other -> other.getPackageName().equals(type.getPackageName()))
          .map(FileCirclesTest::file)
          .filter(other -> !other.equals(file(type)))
          .forEach(files::add);
    }
    assertFalse(needs.isEmpty());

    Map<String, Set<String>> reached =
        needs.keySet().stream().collect(Collectors.toMap(name -> name, name -> from(name, needs)));
    List<String> circles = new ArrayList<>();
    reached.forEach(
        (file, all) -> {
          List<String> circle =
              all.stream().filter(other -> reached.get(other).contains(file)).sorted().toList();
          if (circle.size() > 1 && circle.get(0).equals(file) && !isSealed(circle)) {
            circles.add(String.join(" <-> ", circle));
          }
        });

    assertEquals(List.of(), circles.stream().sorted().toList());
  }

  /** The top-level class, of whose file all nested ones are. */
  private static String file(JavaClass type) {
    return type.getName().replaceFirst("\\$.*", "");
  }

  private static Set<String> from(String start, Map<String, Set<String>> needs) {
    Set<String> found = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>(needs.get(start));
    while (!open.isEmpty()) {
      String next = open.pop();
      if (found.add(next)) {
        open.addAll(needs.getOrDefault(next, Set.of()));
      }
    }
    return found;
  }

  /**
   * Whether one of them is sealed and permits all others, itself or through one that it permits.
   */
  private static boolean isSealed(List<String> circle) {
    return circle.stream()
        .map(FileCirclesTest::load)
        .filter(Class::isSealed)
        .anyMatch(type -> permitted(type).containsAll(circle));
  }

  private static Set<String> permitted(Class<?> type) {
    Set<String> all = new TreeSet<>(Set.of(type.getName()));
    if (type.isSealed()) {
      for (Class<?> each : type.getPermittedSubclasses()) {
        all.addAll(permitted(each));
      }
    }
    return all;
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, FileCirclesTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
