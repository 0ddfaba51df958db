import Protocols
import Testing

@testable import SNS

/// The filter-policy language
/// (https://docs.aws.amazon.com/sns/latest/dg/string-value-matching.html, numeric-value-matching, and their siblings).
@Suite struct FilterPolicyTests {
  private func message(_ attributes: [(String, String, String)], body: String = "m") throws -> PublishedMessage {
    var all: [String: Values<MessageAttributeValue>] = [:]
    for (name, type, value) in attributes {
      all[name] = .with {
        $0[MessageAttributeValue.dataType] = type
        $0[MessageAttributeValue.stringValue] = value
      }
    }
    return try PublishedMessage(
      id: "1", time: Timestamp(milliseconds: 0), message: body, subject: nil, structure: nil, attributes: all)
  }

  @Test(arguments: [
    (#"{"v":["blue"]}"#, "String", "blue", true),
    (#"{"v":["blue"]}"#, "String", "red", false),
    (#"{"v":["blue",{"numeric":[">",0,"<=",10]}]}"#, "String", "blue", true),
    (#"{"v":["blue",{"numeric":[">",0,"<=",10]}]}"#, "String.Array", #"["red","blue"]"#, true),
    (#"{"v":["blue",{"numeric":[">",0,"<=",10]}]}"#, "String", "5", false),
    (#"{"v":["blue",{"numeric":[">",0,"<=",10]}]}"#, "Number", "5", true),
    (#"{"v":["blue",{"numeric":[">",0,"<=",10]}]}"#, "Number", "0", false),
    (#"{"v":["blue",{"numeric":[">",0,"<=",10]}]}"#, "Number", "11", false),
    (#"{"v":[10]}"#, "Number", "1e1", true),
    (#"{"v":[{"prefix":"bl"}]}"#, "String", "blue", true),
    (#"{"v":[{"suffix":"ue"}]}"#, "String", "blue", true),
    (#"{"v":[{"suffix":"bl"}]}"#, "String", "blue", false),
    (#"{"v":[{"equals-ignore-case":"BLUE"}]}"#, "String", "Blue", true),
    (#"{"v":[{"anything-but":["red","green"]}]}"#, "String", "blue", true),
    (#"{"v":[{"anything-but":["red","green"]}]}"#, "String", "red", false),
    (#"{"v":[{"anything-but":{"prefix":"bl"}}]}"#, "String", "blue", false),
    (#"{"v":[{"exists":true}]}"#, "String", "x", true),
    (#"{"w":[{"exists":false}]}"#, "String", "x", true),
    (#"{"v":[{"exists":false}]}"#, "String", "x", false),
    (#"{"v":["blue"],"w":["x"]}"#, "String", "blue", false),
    (#"{"$or":[{"v":["blue"]},{"w":["x"]}]}"#, "String", "blue", true),
    (#"{"v":[{"cidr":"10.0.0.0/24"}]}"#, "String", "10.0.0.255", true),
    (#"{"v":[{"cidr":"10.0.0.0/24"}]}"#, "String", "10.0.1.0", false),
  ]) func overAttributes(_ policy: String, _ type: String, _ value: String, _ wanted: Bool) throws {
    let filter = try FilterPolicy(policy, scope: .attributes)
    #expect(filter.wants(try message([("v", type, value)]), body: "m") == wanted)
  }

  @Test(arguments: [
    (#"{"a":{"b":["x"]}}"#, #"{"a":{"b":"x"}}"#, true),
    (#"{"a":{"b":["x"]}}"#, #"{"a":{"b":"y"}}"#, false),
    (#"{"a":{"b":["x"]}}"#, #"{"a":[{"b":"y"},{"b":"x"}]}"#, true),
    (#"{"t":[{"numeric":[">=",30]}]}"#, #"{"t":30}"#, true),
    (#"{"t":[{"numeric":[">=",30]}]}"#, #"{"t":"30"}"#, false),
    (#"{"f":[true,null]}"#, #"{"f":null}"#, true),
    (#"{"a":{"b":[{"exists":false}]}}"#, #"{"a":{}}"#, true),
    (#"{"a":["x"]}"#, "no json", false),
  ]) func overTheBody(_ policy: String, _ body: String, _ wanted: Bool) throws {
    let filter = try FilterPolicy(policy, scope: .body)
    #expect(filter.wants(try message([]), body: body) == wanted)
  }

  @Test(arguments: [
    "[]", "{", #"{"a":"x"}"#, #"{"a":[]}"#, #"{"a":[["x"]]}"#, #"{"a":[{"like":"x"}]}"#,
    #"{"a":[{"numeric":["~",1]}]}"#, #"{"a":[{"numeric":[">",5,"<",3]}]}"#, #"{"a":{"b":["x"]}}"#,
    #"{"a":[{"exists":"yes"}]}"#, #"{"a":[{"cidr":"10.0.0.0"}]}"#,
  ]) func refusesWhatIsNoPolicy(_ policy: String) {
    #expect(throws: AWSError.self) { try FilterPolicy(policy, scope: .attributes) }
  }
}
