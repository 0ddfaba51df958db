import Protocols
import Runtime
import Support
import Testing

@testable import DynamoDB

@Suite struct UpdateTimeToLiveTests {
  private func enable(_ house: DynamoDBHouse, _ isEnabled: Bool = true, _ attribute: String = "ttl") async -> String {
    let answer = await house.send(
      "UpdateTimeToLive",
      #"{"TableName":"tab","TimeToLiveSpecification":{"Enabled":\#(isEnabled),"AttributeName":"\#(attribute)"}}"#)
    return answer.status == 200 ? "ok" : answer.error
  }

  private func count(_ house: DynamoDBHouse, becomes wanted: Int) async -> Int {
    var found = -1
    for _ in 0..<5000 {
      let scanned = await house.call("Scan", #"{"TableName":"tab","Select":"COUNT"}"#)
      found = (try? JSONValue.parse(scanned))?["Count"]?.int ?? -1
      if found == wanted { break }
      await Task.yield()
    }
    return found
  }

  /// Items go once the emulator's clock has passed their time; those without a time, with a text, with a time still to
  /// come, or one of more than five years ago, stay.
  @Test func deletesWhatIsOver() async throws {
    let house = try DynamoDBHouse()
    let arn = try await house.streamedTable()
    let now = Int(await house.house.onLoop { [clock = house.house.clock] in clock.now.seconds })
    func put(_ key: String, _ ttl: String) async {
      _ = await house.call("PutItem", #"{"TableName":"tab","Item":{"p":{"S":"\#(key)"}\#(ttl)}}"#)
    }
    await put("before", #","ttl":{"N":"\#(now - 10)"}"#)
    #expect(await enable(house) == "ok")
    await put("soon", #","ttl":{"N":"\#(now + 100)"}"#)
    await put("moved", #","ttl":{"N":"\#(now + 100)"}"#)
    await put("moved", #","ttl":{"N":"\#(now + 10_000)"}"#)
    await put("ancient", #","ttl":{"N":"\#(now - 6 * 365 * 86_400)"}"#)
    await put("text", #","ttl":{"S":"\#(now - 10)"}"#)
    await put("none", "")
    #expect(await count(house, becomes: 5) == 5)
    await house.house.advance(milliseconds: 102_000)
    #expect(await count(house, becomes: 4) == 4)
    let left = await house.call("Scan", #"{"TableName":"tab","ProjectionExpression":"p"}"#)
    #expect(!left.contains("soon") && left.contains("moved"))
    let removals = try await house.records(of: arn).filter { $0["eventName"]?.string == "REMOVE" }
    #expect(removals.count == 2)
    for record in removals {
      #expect(record["userIdentity"]?["PrincipalId"]?.string == "dynamodb.amazonaws.com")
      #expect(record["userIdentity"]?["Type"]?.string == "Service")
    }
  }

  @Test func refuses() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    #expect(await enable(house, false) == "ValidationException: TimeToLive is already disabled")
    #expect(await enable(house) == "ok")
    #expect(await enable(house) == "ValidationException: TimeToLive is already enabled")
    #expect(
      await enable(house, true, "other")
        == "ValidationException: TimeToLive is active on a different AttributeName: current AttributeName is ttl")
    #expect(await enable(house, false) == "ok")
    #expect(await enable(house, true, "other") == "ok")
  }

  @Test func readsTimes() {
    func due(_ value: AttributeValue) -> Int? {
      var item = Item()
      item.append(Array("t".utf8), value)
      return ExpirationStore.due(item, Array("t".utf8))
    }
    func number(_ text: String) -> AttributeValue {
      (try? DecimalNumber(parsing: Array(text.utf8))).map { .number($0) } ?? .null
    }
    #expect(due(number("12")) == 12)
    #expect(due(number("12.9")) == 12)
    #expect(due(number("-1")) == nil)
    #expect(due(number("1E30")) == nil)
    #expect(due(.string("12")) == nil)
  }
}
