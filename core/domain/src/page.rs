use praxis_kernel::{Failure, Rule};

/// Rows of a page when the caller names no limit.
pub const DEFAULT_LIMIT: u32 = 50;
/// Rows of a page at most.
pub const MAX_LIMIT: u32 = 1000;

/// A validated request for a part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageRequest {
    /// Rows wanted, 1 to [`MAX_LIMIT`].
    pub limit: u32,
    /// Rows to leave out first.
    pub offset: u32,
}

impl PageRequest {
    /// Checks what a caller sent: a limit above the maximum is lowered to it, as documented; a
    /// negative or zero limit and a negative offset are refused.
    pub fn new(limit: Option<i32>, offset: Option<i32>) -> Result<Self, Failure> {
        let refuse = |field: &str, message: &'static str| {
            Failure::validation(field.to_owned(), Rule::OutOfRange, message)
        };
        let limit = match limit {
            None => DEFAULT_LIMIT,
            Some(limit) if limit < 1 => {
                return Err(refuse("limit", "The limit is at least 1."));
            }
            Some(limit) => u32::try_from(limit).unwrap_or(MAX_LIMIT).min(MAX_LIMIT),
        };
        let offset = u32::try_from(offset.unwrap_or(0))
            .map_err(|_| refuse("offset", "The offset is at least 0."))?;
        Ok(Self { limit, offset })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pat_3_limits_are_lowered_or_refused() {
        let limit = |given| PageRequest::new(given, None).map(|page| page.limit);
        assert_eq!(limit(None).ok(), Some(50));
        assert_eq!(limit(Some(5000)).ok(), Some(1000));
        assert!(limit(Some(0)).is_err(), "zero rows are no page");
        assert!(limit(Some(-1)).is_err(), "a negative limit is refused");
        assert!(PageRequest::new(None, Some(-1)).is_err());
    }
}
