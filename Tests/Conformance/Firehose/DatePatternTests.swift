import Protocols
import Testing

@testable import Firehose

/// Patterns of Java's DateTimeFormatter, checked by its documentation.
@Suite struct DatePatternTests {
  static let moment = Timestamp(
    Timestamp.Civil(year: 2026, month: 3, day: 4, hour: 15, minute: 6, second: 7, millisecond: 89))

  @Test(arguments: [
    ("yyyy/MM/dd/HH/", "2026/03/04/15/"), ("uuuu", "2026"), ("yy", "26"), ("M", "3"), ("MMM", "Mar"),
    ("MMMM", "March"), ("MMMMM", "M"), ("D", "63"), ("DDD", "063"), ("d", "4"), ("E", "Wed"), ("EEEE", "Wednesday"),
    ("h a", "3 PM"), ("hh", "03"), ("k", "15"), ("K", "3"), ("mm", "06"), ("ss.SSS", "07.089"), ("SSSSSS", "089000"),
    ("Q", "1"), ("'year='yyyy", "year=2026"), ("''", "'"), ("'o''clock'", "o'clock"), ("XXX", "Z"), ("xxx", "+00:00"),
    ("Z", "+0000"), ("z", "UTC"), ("yyyy-MM-dd'T'HH:mm:ss", "2026-03-04T15:06:07"),
  ])
  func writes(_ pattern: String, _ text: String) throws {
    #expect(try #require(DatePattern(pattern)).text(Self.moment) == text)
  }

  @Test(arguments: ["b", "'open", "ddd", "YYYY", "{", "aa"])
  func refuses(_ pattern: String) {
    #expect(DatePattern(pattern) == nil)
  }
}
