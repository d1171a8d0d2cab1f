// What a loop says of its tasks: reports, and steps that take long.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_TASK_TASK_REPORT_HPP
#define BOOST_ASYNCIO_DETAIL_TASK_TASK_REPORT_HPP

// Declared where loops are, which do not know tasks.
#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/report.hpp>
#include <boost/asyncio/detail/loop/step_watch.hpp>

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/task/impl/task_report.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_TASK_TASK_REPORT_HPP
