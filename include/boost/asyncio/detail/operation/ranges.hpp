// The concepts of ranges that children come in.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_OPERATION_RANGES_HPP
#define BOOST_ASYNCIO_DETAIL_OPERATION_RANGES_HPP

#include <concepts>
#include <iterator>
#include <string_view>
#include <utility>

namespace boost::asyncio::detail {

// Those of <ranges>, which costs every program all of its views. Their parts
// come with <iterator>, and enable_view with every view of the standard.

template<class R>
concept range = requires(R& r) {
    std::ranges::begin(r);
    std::ranges::end(r);
};

template<range R>
using range_iterator = decltype(std::ranges::begin(std::declval<R&>()));

template<range R>
using range_value = std::iter_value_t<range_iterator<R>>;

template<range R>
using range_reference = std::iter_reference_t<range_iterator<R>>;

template<class R>
concept input_range = range<R> && std::input_iterator<range_iterator<R>>;

template<class R>
concept forward_range = range<R> && std::forward_iterator<range_iterator<R>>;

template<class R>
concept sized_range = range<R> && requires(R& r) { std::ranges::size(r); };

template<class R>
concept view = range<R> && std::movable<R> && std::ranges::enable_view<R>;

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_OPERATION_RANGES_HPP
