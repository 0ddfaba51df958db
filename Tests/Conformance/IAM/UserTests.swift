import Protocols
import Runtime
import Support
import Testing

@testable import IAM

@Suite struct UserTests {
  private func create(_ house: TestHouse, _ name: String) async throws -> Values<User> {
    let answer = try await house.call(CreateUser.self) { $0[CreateUser.Input.userName] = name }
    return try #require(answer[CreateUser.Output.user])
  }

  @Test func createUserGetUserListUsersDeleteUser() async throws {
    let house = try IAMHouse().house
    let user = try await create(house, "ana")
    #expect(user[User.arn] == "arn:aws:iam::000000000000:user/ana" && user[User.userID].hasPrefix("AIDA"))
    let again = await house.error(CreateUser.self) { $0[CreateUser.Input.userName] = "Ana" }
    #expect(again?.message == "User with name Ana already exists.")
    let got = try await house.call(GetUser.self) { $0[GetUser.Input.userName] = "ana" }
    #expect(got[GetUser.Output.user][User.userID] == user[User.userID])
    let root = try await house.call(GetUser.self)
    #expect(root[GetUser.Output.user][User.arn] == "arn:aws:iam::000000000000:root")
    _ = try await create(house, "bo")
    let list = try await house.call(ListUsers.self) { $0[ListUsers.Input.maxItems] = 1 }
    #expect(list[ListUsers.Output.users].map { $0[User.userName] } == ["ana"])
    #expect(list[ListUsers.Output.isTruncated] == true)
    func delete() async -> AWSError? { await house.error(DeleteUser.self) { $0[DeleteUser.Input.userName] = "ana" } }
    #expect(await delete() == nil)
    #expect(await delete()?.message == "The user with name ana cannot be found.")
  }

  @Test func accessKeysAreKnownWhileTheyAreActive() async throws {
    let iam = try IAMHouse()
    let house = iam.house
    let user = try await create(house, "ana")
    func make() async throws -> Values<CreateAccessKey.AccessKey> {
      try await house.call(CreateAccessKey.self) { $0[CreateAccessKey.Input.userName] = "ana" }[
        CreateAccessKey.Output.accessKey]
    }
    let key = try await make()[CreateAccessKey.AccessKey.accessKeyID]
    #expect(key.hasPrefix("AKIA") && key.utf8.count == 20)
    let caller = try #require(await iam.caller(ofKey: key))
    #expect(caller.arn == "arn:aws:iam::000000000000:user/ana")
    let identity = try await house.cloud.perform(GetCallerIdentity.self, Values(), as: caller, region: "us-east-1")
    #expect(identity[GetCallerIdentity.Output.userID] == user[User.userID])
    // Without a name it is the caller's own.
    let own = try await house.cloud.perform(ListAccessKeys.self, Values(), as: caller, region: "us-east-1")
    #expect(own[ListAccessKeys.Output.accessKeyMetadata].map { $0[AccessKeyMetadata.accessKeyID] } == [key])
    let nobody = await house.error(ListAccessKeys.self)
    #expect(nobody?.message == "Must specify userName when calling with non-User credentials")

    func set(_ status: String) async throws {
      _ = try await house.call(UpdateAccessKey.self) {
        $0[UpdateAccessKey.Input.userName] = "ana"
        $0[UpdateAccessKey.Input.accessKeyID] = key
        $0[UpdateAccessKey.Input.status] = status
      }
    }
    try await set("Inactive")
    #expect(await iam.caller(ofKey: key) == nil)
    try await set("Active")
    #expect(await iam.caller(ofKey: key) != nil)

    _ = try await make()
    let third = await house.error(CreateAccessKey.self) { $0[CreateAccessKey.Input.userName] = "ana" }
    #expect(third?.message == "Cannot exceed quota for AccessKeysPerUser: 2")
    let held = await house.error(DeleteUser.self) { $0[DeleteUser.Input.userName] = "ana" }
    #expect(held?.message == "Cannot delete entity, must delete access keys first.")
    func delete() async -> AWSError? {
      await house.error(DeleteAccessKey.self) {
        $0[DeleteAccessKey.Input.userName] = "ana"
        $0[DeleteAccessKey.Input.accessKeyID] = key
      }
    }
    #expect(await delete() == nil)
    #expect(await iam.caller(ofKey: key) == nil)
    #expect(await delete()?.message == "The Access Key with id \(key) cannot be found.")
  }

  @Test func aResetOfAnAccountForgetsItsKeysAlone() async throws {
    let iam = try IAMHouse()
    _ = try await create(iam.house, "ana")
    let mine = try await iam.house.call(CreateAccessKey.self) { $0[CreateAccessKey.Input.userName] = "ana" }
    let key = mine[CreateAccessKey.Output.accessKey][CreateAccessKey.AccessKey.accessKeyID]
    await iam.reset(account: "111122223333")
    #expect(await iam.caller(ofKey: key) != nil)
    await iam.reset(account: TestHouse.account)
    #expect(await iam.caller(ofKey: key) == nil)
    let users = try await iam.house.call(ListUsers.self)
    #expect(users[ListUsers.Output.users].isEmpty)
  }
}
