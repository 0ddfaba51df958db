import Protocols
import Runtime
import Support
import Testing

@testable import DynamoDB

extension DynamoDBHouse {
  func recover(_ isOn: Bool = true) async -> String {
    await call(
      "UpdateContinuousBackups",
      #"{"TableName":"tab","PointInTimeRecoverySpecification":{"PointInTimeRecoveryEnabled":\#(isOn)}}"#)
  }

  /// Stops the emulator's clock, so that moments are the test's to choose.
  func freeze() async { await house.onLoop { [clock = house.clock] in clock.freeze() } }
  func now() async -> String { await house.onLoop { [clock = house.clock] in clock.now.epochSecondsText } }
}

@Suite struct RestoreTableToPointInTimeTests {
  @Test func restoresEachMoment() async throws {
    let house = try DynamoDBHouse()
    await house.freeze()
    await house.table()
    for number in 0..<150 { await house.put("k\(1000 + number)-", number) }
    #expect(await house.recover().contains(#""PointInTimeRecoveryStatus":"ENABLED""#))
    var moments: [(time: String, contents: [String])] = []
    for step in 0..<4 {
      await house.house.advance(milliseconds: 1000)
      await house.put("k1003-", 5000 + step)
      await house.put("x\(step)-", step)
      _ = await house.call("DeleteItem", #"{"TableName":"tab","Key":{"p":{"S":"k\#(1020 + step)-"}}}"#)
      if step == 2 { await house.put("k1020-", 77) }
      moments.append((await house.now(), try await house.contents(of: "tab")))
    }
    for (place, moment) in moments.enumerated() {
      _ = await house.call(
        "RestoreTableToPointInTime",
        #"{"SourceTableName":"tab","TargetTableName":"copy\#(place)","RestoreDateTime":\#(moment.time)}"#)
      #expect(try await house.until { try await house.isActive("copy\(place)") })
      #expect(try await house.contents(of: "copy\(place)") == moment.contents)
    }
    _ = await house.call(
      "RestoreTableToPointInTime",
      #"{"SourceTableName":"tab","TargetTableName":"latest","UseLatestRestorableTime":true}"#)
    #expect(try await house.until { try await house.isActive("latest") })
    #expect(try await house.contents(of: "latest") == moments[3].contents)
  }

  @Test func refuses() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    let restore = #"{"SourceTableName":"tab","TargetTableName":"copy","#
    #expect(
      await house.error("RestoreTableToPointInTime", restore + #""UseLatestRestorableTime":true}"#)
        == "PointInTimeRecoveryUnavailableException: Point in time recovery is not enabled for table 'tab'")
    _ = await house.recover()
    #expect(
      await house.error("RestoreTableToPointInTime", restore + #""RestoreDateTime":1}"#).hasPrefix(
        "InvalidRestoreTimeException"))
    #expect(
      await house.error("RestoreTableToPointInTime", #"{"SourceTableName":"tab","TargetTableName":"copy"}"#).hasPrefix(
        "ValidationException"))
  }
}
