import Protocols
import Runtime

/// The operations on a bucket's configurations.
extension S3Service {
  var configurations: [OperationEntry] {
    [
      OperationEntry(DeleteBucketAnalyticsConfiguration.self, on: self),
      OperationEntry(DeleteBucketCors.self, on: self),
      OperationEntry(DeleteBucketEncryption.self, on: self),
      OperationEntry(DeleteBucketIntelligentTieringConfiguration.self, on: self),
      OperationEntry(DeleteBucketInventoryConfiguration.self, on: self),
      OperationEntry(DeleteBucketLifecycle.self, on: self),
      OperationEntry(DeleteBucketMetricsConfiguration.self, on: self),
      OperationEntry(DeleteBucketReplication.self, on: self),
      OperationEntry(DeleteBucketTagging.self, on: self),
      OperationEntry(DeleteBucketWebsite.self, on: self),
      OperationEntry(GetBucketAccelerateConfiguration.self, on: self),
      OperationEntry(GetBucketAnalyticsConfiguration.self, on: self),
      OperationEntry(GetBucketCors.self, on: self),
      OperationEntry(GetBucketEncryption.self, on: self),
      OperationEntry(GetBucketIntelligentTieringConfiguration.self, on: self),
      OperationEntry(GetBucketInventoryConfiguration.self, on: self),
      OperationEntry(GetBucketLifecycleConfiguration.self, on: self),
      OperationEntry(GetBucketLogging.self, on: self),
      OperationEntry(GetBucketMetricsConfiguration.self, on: self),
      OperationEntry(GetBucketNotificationConfiguration.self, on: self),
      OperationEntry(GetBucketReplication.self, on: self),
      OperationEntry(GetBucketRequestPayment.self, on: self),
      OperationEntry(GetBucketTagging.self, on: self),
      OperationEntry(GetBucketWebsite.self, on: self),
      OperationEntry(ListBucketAnalyticsConfigurations.self, on: self),
      OperationEntry(ListBucketIntelligentTieringConfigurations.self, on: self),
      OperationEntry(ListBucketInventoryConfigurations.self, on: self),
      OperationEntry(ListBucketMetricsConfigurations.self, on: self),
      OperationEntry(PutBucketAccelerateConfiguration.self, on: self),
      OperationEntry(PutBucketAnalyticsConfiguration.self, on: self),
      OperationEntry(PutBucketCors.self, on: self),
      OperationEntry(PutBucketEncryption.self, on: self),
      OperationEntry(PutBucketIntelligentTieringConfiguration.self, on: self),
      OperationEntry(PutBucketInventoryConfiguration.self, on: self),
      OperationEntry(PutBucketLifecycleConfiguration.self, on: self),
      OperationEntry(PutBucketLogging.self, on: self),
      OperationEntry(PutBucketMetricsConfiguration.self, on: self),
      OperationEntry(PutBucketNotificationConfiguration.self, on: self),
      OperationEntry(PutBucketReplication.self, on: self),
      OperationEntry(PutBucketRequestPayment.self, on: self),
      OperationEntry(PutBucketTagging.self, on: self),
      OperationEntry(PutBucketWebsite.self, on: self),
      OperationEntry(SelectObjectContent.self, on: self),
    ]
  }
}
