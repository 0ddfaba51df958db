import Protocols
import Testing

@Suite struct TimestampTests {
  @Test(arguments: [
    (0, "1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT"),
    (1_398_796_238_000, "2014-04-29T18:30:38Z", "Tue, 29 Apr 2014 18:30:38 GMT"),
    (946_845_296_000, "2000-01-02T20:34:56Z", "Sun, 02 Jan 2000 20:34:56 GMT"),
    (1_709_164_800_000, "2024-02-29T00:00:00Z", "Thu, 29 Feb 2024 00:00:00 GMT"),
    (-1000, "1969-12-31T23:59:59Z", "Wed, 31 Dec 1969 23:59:59 GMT"),
    (-2_208_988_800_000, "1900-01-01T00:00:00Z", "Mon, 01 Jan 1900 00:00:00 GMT"),
    (253_402_300_799_000, "9999-12-31T23:59:59Z", "Fri, 31 Dec 9999 23:59:59 GMT"),
    (-62_135_596_800_000, "0001-01-01T00:00:00Z", "Mon, 01 Jan 0001 00:00:00 GMT"),
  ])
  func writesAndReads(milliseconds: Int64, iso: String, http: String) {
    let moment = Timestamp(milliseconds: milliseconds)
    #expect(moment.iso8601() == iso)
    #expect(moment.httpDate() == http)
    #expect(Timestamp(iso8601: iso) == moment)
    #expect(Timestamp(httpDate: http) == moment)
  }

  @Test func writesFractions() {
    let moment = Timestamp(milliseconds: 1_398_796_238_050)
    #expect(moment.iso8601() == "2014-04-29T18:30:38.05Z")
    #expect(moment.iso8601(.milliseconds) == "2014-04-29T18:30:38.050Z")
    #expect(moment.iso8601(.none) == "2014-04-29T18:30:38Z")
    #expect(moment.httpDate(.shortest) == "Tue, 29 Apr 2014 18:30:38.05 GMT")
    #expect(moment.epochSecondsText == "1398796238.05")
    #expect(Timestamp(milliseconds: -1500).epochSecondsText == "-1.5")
    #expect(Timestamp(milliseconds: -1).iso8601() == "1969-12-31T23:59:59.999Z")
    #expect(Timestamp(seconds: 1_440_938_160).basicISO8601 == "20150830T123600Z")
  }

  @Test func readsTheOtherForms() {
    let moment = Timestamp(seconds: 1_398_796_238)
    #expect(Timestamp(iso8601: "2014-04-29t19:30:38.123456789+01:00") == moment.adding(milliseconds: 123))
    #expect(Timestamp(iso8601: "2014-04-29T18:00:38.5-00:30") == moment.adding(milliseconds: 500))
    #expect(Timestamp(iso8601: "2016-12-31T23:59:60Z") == Timestamp(iso8601: "2017-01-01T00:00:00Z"))
    #expect(Timestamp(httpDate: "Tue, 29 Apr 2014 18:30:38.5 GMT") == moment.adding(milliseconds: 500))
    #expect(Timestamp(httpDate: "Tuesday, 29-Apr-14 18:30:38 GMT") == moment)
    #expect(Timestamp(httpDate: "Tue Apr 29 18:30:38 2014") == moment)
    #expect(Timestamp(httpDate: "Sun Nov  6 08:49:37 1994") == Timestamp(seconds: 784_111_777))
    #expect(Timestamp(basicISO8601: "20150830T123600Z") == Timestamp(seconds: 1_440_938_160))
    #expect(Timestamp(epochSeconds: "1398796238") == moment)
    #expect(Timestamp(epochSeconds: "1.398796238123E9") == moment.adding(milliseconds: 123))
    #expect(Timestamp(epochSeconds: -0.0015)?.milliseconds == -2)
  }

  @Test(arguments: [
    "", "2014-04-29", "2014-04-29T18:30:38", "2014-02-30T00:00:00Z", "2015-02-29T00:00:00Z", "2014-13-01T00:00:00Z",
    "2014-04-29T24:00:00Z", "2014-04-29T18:60:00Z", "2014-04-29T18:30:61Z", "2014-04-29T18:30:38.Z",
    "2014-04-29T18:30:38Zx", "2014-04-29 18:30:38Z", "14-04-29T18:30:38Z", "2014-04-29T18:30:38+1:00",
    "2014-04-29T18:30:38+24:00", "2014-4-29T18:30:38Z", "1398796238",
  ])
  func refusesOtherISO8601(text: String) { #expect(Timestamp(iso8601: text) == nil) }

  @Test(arguments: [
    "", "Tue, 29 Apr 2014 18:30:38", "Tue, 29 Apr 2014 18:30:38 UTC", "Tue, 29 apr 2014 18:30:38 GMT",
    "Tue, 9 Apr 2014 18:30:38 GMT", "Tue, 31 Apr 2014 18:30:38 GMT", "29 Apr 2014 18:30:38 GMT",
    "Tue, 29-Apr 14 18:30:38 GMT",
  ])
  func refusesOtherHTTPDates(text: String) { #expect(Timestamp(httpDate: text) == nil) }

  @Test func refusesOtherEpochs() {
    for text in ["", "x", "NaN", "inf", "1e400", "0x10", " 1", "1e20"] { #expect(Timestamp(epochSeconds: text) == nil) }
    for seconds in [Double.nan, .infinity, -.infinity, 1e300] { #expect(Timestamp(epochSeconds: seconds) == nil) }
  }

  @Test func everyDayOfFourCenturiesComesBack() {
    var before = Timestamp.date(daysSince1970: -100_001)
    for day in -100_000...60_000 {
      let date = Timestamp.date(daysSince1970: day)
      let back = Timestamp.days(year: date.year, month: date.month, day: date.day)
      if back != day || !date.isValid || date.weekday != (before.weekday + 1) % 7 { Issue.record("\(date)") }
      before = date
    }
  }
}
