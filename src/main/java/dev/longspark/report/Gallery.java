package dev.longspark.report;

import java.util.List;

/**
 * Pictures that belong together.
 *
 * @param title what they show
 * @param note how to read them
 * @param layout class of the page that arranges them: {@code wide}, {@code small} or {@code rows}
 * @param pictures the pictures
 */
public record Gallery(String title, String note, String layout, List<Picture> pictures) {
  public Gallery {
    pictures = List.copyOf(pictures);
  }
}
